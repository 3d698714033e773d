using MaskClip.Imaging;
using MaskClip.Training.Supervision;
using MaskClip.Training.Teacher;
using MaskClip.World;

namespace MaskClip.Training.Tests.Teacher;

public sealed class ClipTeacherTests : IDisposable
{
    private static readonly Vocabulary Words = Vocabulary.Parse(["sky", "grass", "tree", "cat", "house"]);
    private static readonly RgbImage Photo = SamplePostcard.Draw(96, 96);
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-teacher").FullName;
    private readonly Segmenter segmenter;

    public ClipTeacherTests() =>
        segmenter = Segmenter.Load("world-clip", new SegmenterOptions { Photos = new() { Size = 96 }, CacheFolder = folder });

    public void Dispose()
    {
        segmenter.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Label_AllClasses_IsWhatTheLibrarySegments()
    {
        using var features = segmenter.Embed(Photo);
        var expected = features.Segment(Words).Labels.ToArray();
        Assert.True(expected.Distinct().Count() > 1);
        Assert.Equal(expected, new ClipTeacher(segmenter, Words, [0, 1, 2, 3, 4], new TeacherOptions()).Label(features));
    }

    [Fact]
    public void Label_SomeClasses_GivesOnlyThese()
    {
        using var features = segmenter.Embed(Photo);
        var labels = new ClipTeacher(segmenter, Words, [1, 3], new TeacherOptions()).Label(features);
        Assert.Equal([1, 3], labels.Distinct().Order().Select(label => (int)label));
    }

    [Fact]
    public void Label_BelowTheMinConfidence_IsIgnored()
    {
        using var features = segmenter.Embed(Photo);
        ClipTeacher Sure(
            float least) => new(
                segmenter, Words, [0, 1, 2, 3, 4], new TeacherOptions { Scoring = new SegmentationOptions { MinScore = least } });
        ushort[] all = Sure(0).Label(features), some = Sure(0.9f).Label(features);
        int ignored = some.Count(label => label == TrainingLabels.Ignore);
        Assert.InRange(ignored, 1, some.Length - 1);
        Assert.All(Enumerable.Range(0, all.Length), i => Assert.True(some[i] == all[i] || some[i] == TrainingLabels.Ignore));
        Assert.DoesNotContain(TrainingLabels.Unlabeled, some);
    }

    [Fact]
    public void Embed_CachedCrop_GivesTheSameFeaturesAndKeys()
    {
        var teacher = new ClipTeacher(segmenter, Words, [0, 1, 2, 3, 4], new TeacherOptions { CacheFeatures = true });
        using var made = segmenter.Embed(Photo);
        for (int time = 0; time < 2; time++)
        {
            using var cached = teacher.Embed(Photo, cancellationToken: CancellationToken.None);
            Assert.Equal(made.Features.ToArray(), cached.Features.ToArray());
            Assert.Equal(made.Key.ToArray(), cached.Key.ToArray());
            Assert.Equal(
                (made.Width, made.Height, made.GridWidth, made.GridHeight),
                (cached.Width, cached.Height, cached.GridWidth, cached.GridHeight));
        }

        Assert.Single(Directory.GetFiles(Path.Combine(folder, "features"), "*.safetensors", SearchOption.AllDirectories));
        using var other = teacher.Embed(SamplePostcard.Draw(128, 96), cancellationToken: CancellationToken.None);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder, "features"), "*.safetensors", SearchOption.AllDirectories).Length);
    }
}
