
using MaskClip.Checkpoints;
using MaskClip.Parity;
using MaskClip.Scores;
using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>
/// A method with a second pass, where users meet it: features are made once, and names steer the second pass whenever they are scored.
/// </summary>
public class SecondPassTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private static readonly string[] Names = ["sky", "grass", "tree", "house", "a cat"];

    [Fact]
    public void Score_WholePhoto_IsWhatGivenTensorsGive()
    {
        using var segmenter = Load("resclip", windows: null);
        var photo = SamplePostcard.Draw(96, 64);
        var classifier = segmenter.Embed(Vocabulary.Parse(Names));
        var path = Path.Combine(home.Folder, "in.safetensors");
        float[] pixels = segmenter.Model.Normalization(Compatibility.Clip).Apply(photo);
        SafetensorsWriter.Write(path, [("image", [1, 3, 64, 96], pixels), ("text", [Names.Length, 64], classifier.Rows)]);

        using var features = segmenter.Embed(photo);
        var scores = features.Score(classifier, new SegmentationOptions { LogitScale = 40 });

        using var input = SafetensorsFile.Open(path);
        var run = TensorRun.Run(
            segmenter.Model, input, [], new TensorRunOptions(DenseMethods.Parse("resclip"), new SegmentationOptions { LogitScale = 40 }));
        SafetensorsWriter.Write(path + ".out", run);
        using var output = SafetensorsFile.Open(path + ".out");
        Close.Within(1e-5, output["logits"].ToArray(), scores.Values);
    }

    [Fact]
    public void Score_OtherNames_GivesOtherFeaturesToTheSameNames()
    {
        using var segmenter = Load("resclip", windows: null);
        using var features = segmenter.Embed(SamplePostcard.Draw(96, 64));

        var few = features.Score(Patches(features, 0, 50), new());
        var more = features.Score(Patches(features, 0, 50, 95), new());
        var again = features.Score(Patches(features, 0, 50), new());

        Assert.Equal(few.Values, again.Values);
        Assert.NotEqual(few.Row(0).ToArray(), more.Row(0).ToArray());
    }

    [Fact]
    public void Score_FeedbackOff_DoesNotDependOnOtherNames()
    {
        using var segmenter = Load("resclip:feedback=off", windows: null);
        using var features = segmenter.Embed(SamplePostcard.Draw(96, 64));

        var few = features.Score(Patches(features, 0, 50), new());
        var more = features.Score(Patches(features, 0, 50, 95), new());

        Assert.Equal(few.Row(0).ToArray(), more.Row(0).ToArray());
    }

    [Fact]
    public void Segment_WindowsWithSmoothingAndDenoising_LabelsEveryPixel()
    {
        using var segmenter = Load("resclip", new SlidingWindows(64, 32));
        var photo = SamplePostcard.Draw(200, 150);
        using var features = segmenter.Embed(photo);

        var result = features.Segment(Names, new SegmentationOptions { KeySmoothing = 1, PromptDenoising = 0.01f });

        Assert.Equal(photo.Width * photo.Height, result.Data.Length);
        Assert.All(result.Data, label => Assert.InRange(label, 0, Names.Length - 1));
    }

    [Fact]
    public async Task Segment_ModelDisposedUnderSixteenThreads_FinishesOrRefuses()
    {
        foreach (int delay in new[] { 0, 50 })
        {
            var segmenter = Load("resclip", windows: null);
            var classifier = segmenter.Embed(Vocabulary.Parse(Names));
            using var features = segmenter.Embed(SamplePostcard.Draw(96, 64));

            await Hammer.Until([() => features.Segment(classifier)], delay, segmenter.Dispose);

            Assert.Throws<ObjectDisposedException>(() => features.Segment(classifier));
        }
    }

    /// <summary>Names whose texts are some patches' features: random weights alone would find one name everywhere.</summary>
    private static TextClassifier Patches(DenseFeatures features, params int[] patches) => new(
        Vocabulary.Parse(Names[..patches.Length]),
        [.. patches.SelectMany(patch => features.Features.Slice(patch * features.Size, features.Size).ToArray())],
        [.. Enumerable.Range(0, patches.Length)],
        features.Size);

    private Segmenter Load(string method, SlidingWindows? windows) => Segmenter.Load(
        SharedData.Path("golden", "vit.safetensors"),
        new SegmenterOptions
        {
            Photos = new() { Method = method, Size = 64, Windows = windows },
            Texts = new() { Templates = PromptTemplates.Simple },
            CacheFolder = home.Folder,
        });
}
