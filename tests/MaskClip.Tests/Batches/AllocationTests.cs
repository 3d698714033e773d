using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests.Batches;

/// <summary>What a photo costs in managed memory: its result, and next to nothing that is thrown away again.</summary>
public sealed class AllocationTests : IDisposable
{
    // Handles of the engine, small lists, a line per class: nothing that grows with the photo.
    private const long Small = 48 << 10;

    private const int Photos = 9;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-allocation-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(640, 448)]
    [InlineData(1600, 1120)]
    public void Segment_SameSizeAgain_AllocatesItsResultOnly(int width, int height)
    {
        using var segmenter = Load(keys: false);
        var text = segmenter.Embed(Vocabulary.BuiltIn("voc"), cancellationToken: TestContext.Current.CancellationToken);
        var photo = SamplePostcard.Draw(width, height);

        var result = segmenter.Segment(
            photo, text, new() { PromptDenoising = 0.5f }, cancellationToken: TestContext.Current.CancellationToken);
        long allocated = PerPhoto(() => segmenter.Segment(photo, text, new() { PromptDenoising = 0.5f }));

        // Labels, and confidences on the grid.
        Assert.InRange(allocated, 0, Size(result) + Small);
    }

    [Fact]
    public void Embed_SameSizeAgain_AllocatesFeaturesAndKeysOnly()
    {
        using var segmenter = Load(keys: true);
        var photo = SamplePostcard.Draw(1600, 1120);

        using var features = segmenter.Embed(photo, cancellationToken: TestContext.Current.CancellationToken);
        long allocated = PerPhoto(() => segmenter.Embed(photo).Dispose());

        Assert.InRange(allocated, 0, (features.Features.Length + features.Key.Length) * sizeof(float) + Small);
    }

    [Fact]
    public void Load_SameFileAgain_AllocatesItsPixelsOnly()
    {
        var path = Path.Combine(folder, "photo.png");
        SamplePostcard.Draw(1600, 1120).SavePng(path);

        Assert.InRange(PerPhoto(() => RgbImage.Load(path)), 3 * 1600 * 1120, 3 * 1600 * 1120 + Small);
    }

    [Fact]
    public void Student_SameSizeAgain_AllocatesItsResultOnly()
    {
        using var student = StudentSegmenter.Load(RandomStudent.Write(Path.Combine(folder, "student.safetensors")), cacheFolder: folder);
        var photo = SamplePostcard.Draw(1600, 1120);

        var result = student.Segment(photo, TestContext.Current.CancellationToken);

        Assert.InRange(PerPhoto(() => student.Segment(photo)), 0, Size(result) + Small);
    }

    private Segmenter Load(bool keys) =>
        Segmenter.Load(
            "world-clip",
            new() { Photos = new() { Keys = keys }, Texts = new() { Templates = PromptTemplates.Simple }, CacheFolder = folder });

    private static long Size(Segmentation result) =>
        (long)result.Labels.Length * sizeof(ushort) +
        (long)result.Vocabulary.Classes.Count * result.GridWidth * result.GridHeight * sizeof(float);

    /// <summary>The median, since now and then a collection takes rented arrays away.</summary>
    private static long PerPhoto(Action segment)
    {
        for (int i = 0; i < 3; i++) segment();
        return Enumerable.Range(0, Photos).Select(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            segment();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).Order().ElementAt(Photos / 2);
    }
}
