using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>Disposing what other threads use: without leases these end the process, with no exception to catch.</summary>
public sealed class DisposeWhileUsedTests : IDisposable
{
    private static readonly RgbImage Photo = SamplePostcard.Draw(96, 64);
    private static readonly string[] Names = ["sky", "grass", "tree"];
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-hammer-").FullName;
    private int name;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Segmenter_DisposedUnderSixteenThreads_FinishesOrRefuses()
    {
        var checkpoint = SharedData.WorldClip;
        var options = new SegmenterOptions
        {
            Photos = new() { Size = 64 },
            Texts = new() { Templates = PromptTemplates.Simple },
            Threads = 1,
            CacheFolder = Path.Combine(folder, "cache"),
        };
        Segmentation expected;
        TextClassifier text;
        using (var model = Segmenter.Load(checkpoint, options))
        {
            text = model.Embed(Vocabulary.Parse(Names));
            expected = model.Segment(Photo, text);
        }

        foreach (int delay in new[] { 0, 5, 60, 150 })
        {
            var model = Segmenter.Load(checkpoint, options);
            using var features = model.Embed(Photo);
            Action[] calls =
            [
                () => Assert.Equal(expected.Data, model.Segment(Photo, text).Data),
                () => model.Embed(Photo).Dispose(),
                () => model.Embed(Vocabulary.Parse([$"new {Interlocked.Increment(ref name)}", "sky"])),
                () => features.Segment([$"new {Interlocked.Increment(ref name)}", "sky"]),
                () => model.Embed(Photo).Segment(text, new() { VocabularyReduction = 0.1f }),
            ];
            await Hammer.Until(calls, delay, model.Dispose);
        }
    }

    [Fact]
    public async Task StudentSegmenter_DisposedUnderSixteenThreads_FinishesOrRefuses()
    {
        var path = RandomStudent.Write(Path.Combine(folder, "student.safetensors"));
        var png = Path.Combine(folder, "photo.png");
        Photo.SavePng(png);
        ushort[] expected;
        using (var student = StudentSegmenter.Load(path, cacheFolder: folder)) expected = student.Segment(Photo).Data;
        foreach (int delay in new[] { 0, 1, 5, 20, 100 })
        {
            var student = StudentSegmenter.Load(path, threads: 1, cacheFolder: folder);
            await Hammer.Until(
                [
                    () => Assert.Equal(expected, student.Segment(Photo).Data),
                    () => Drain(student.SegmentFilesAsync([png, png, png]), expected),
                ],
                delay,
                student.Dispose);
        }
    }

    [Fact]
    public async Task DenseFeatures_DisposedUnderSixteenThreads_FinishOrRefuse()
    {
        using var model = Segmenter.Load(
            "world-clip",
            new() { Photos = new() { Size = 64 }, Texts = new() { Templates = PromptTemplates.Simple }, CacheFolder = folder });
        var text = model.Embed(Vocabulary.Parse(Names));
        ushort[] expected = model.Segment(Photo, text).Data;
        foreach (int delay in new[] { 0, 5, 50 })
        {
            var features = model.Embed(Photo);
            await Hammer.Until(
                [() => Assert.Equal(expected, features.Segment(text).Data), () => _ = features.Key[0]], delay, features.Dispose);
        }
    }

    [Fact]
    public async Task SegmentFiles_ModelDisposedInBetween_EndsWithTheDisposal()
    {
        var png = Path.Combine(folder, "photo.png");
        Photo.SavePng(png);
        var model = Segmenter.Load(
            "world-clip",
            new() { Photos = new() { Size = 64 }, Texts = new() { Templates = PromptTemplates.Simple }, CacheFolder = folder });
        var text = model.Embed(Vocabulary.Parse(Names));
        int results = 0;

        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            await foreach (var photo in model.SegmentFilesAsync(Enumerable.Repeat(png, 100_000), text))
            {
                Assert.Null(photo.Error);
                if (++results == 3) model.Dispose();
            }
        });

        Assert.InRange(results, 3, 100);
    }

    private static void Drain(IAsyncEnumerable<SegmentedPhoto> photos, ushort[] expected) => Task.Run(async () =>
    {
        await foreach (var photo in photos) Assert.Equal(expected, photo.Result!.Data);
    }).GetAwaiter().GetResult();
}
