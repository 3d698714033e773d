using MaskClip.Batches;
using MaskClip.World;

namespace MaskClip.Tests.Batches;

/// <summary>What the <c>segment</c> command allocates for one more photo of a folder: the photo's result, whatever was asked for.</summary>
[Collection(Alone)]
public sealed class FolderAllocationTests : IDisposable
{
    /// <summary>Tests that count what the whole process allocates: nothing else runs beside them.</summary>
    public const string Alone = "Allocations of the whole process";

    private const int Width = 320, Height = 224, Few = 2, Many = 8;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-allocation-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("plain", "overlay,mask,json", 192)]
    [InlineData("plain", "heatmap", 640)]
    [InlineData("refined", "mask", 256)]
    [InlineData("windows", "mask", 384)]
    [InlineData("flip", "mask", 384)]
    [InlineData("threshold", "mask", 512)]
    [InlineData("guided", "mask", 1024)]
    [InlineData("pamr", "mask", 768)]
    public async Task Folder_OnePhotoMore_AllocatesItsResultOnly(string way, string formats, long most)
    {
        var (loading, options) = Ways(way);
        using var segmenter = Segmenter.Load(
            "world-clip", loading with { CacheFolder = folder, Texts = new() { Templates = PromptTemplates.Simple } });
        var text = segmenter.Embed(Vocabulary.BuiltIn("voc"), cancellationToken: TestContext.Current.CancellationToken);
        var path = Path.Combine(folder, "photo.png");
        SamplePostcard.Draw(Width, Height).SavePng(path);
        var writers = SegmentationWriters.Parse(formats);
        await Run(Many);

        // The least of three rounds each: now and then a thread finds no rented buffer free.
        long few = long.MaxValue, many = long.MaxValue;
        for (int i = 0; i < 3; i++) (few, many) = (Math.Min(few, await Allocated(Few)), Math.Min(many, await Allocated(Many)));
        long each = (many - few) / (Many - Few);
        var result = segmenter.Segment(RgbImage.Load(path), text, options, cancellationToken: TestContext.Current.CancellationToken);

        long own =
            result.Labels.Length * sizeof(ushort) +
            (long)text.Vocabulary.Classes.Count * result.GridWidth * result.GridHeight * sizeof(float);
        // On top come what loops on several cores are started with, and now and then a buffer that no thread had: nothing of the photo's
        // size for each step.
        Assert.True(each <= own + (most << 10), $"{each} bytes are allocated, {own} of them are the result's; {most} KiB more are allowed");

        async Task<long> Allocated(int photos)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await Run(photos);
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        async Task Run(int photos)
        {
            // One photo after the other: how many pile up, and so how much is rented, depends on what else the machine does.
            using var turn = new SemaphoreSlim(1);
            var outcomes = PhotoBatch.RunAsync(
                Numbers(),
                _ => RgbImage.Rent(path),
                photo => segmenter.Prepare(photo, text, options),
                segmenter.MaxConcurrency,
                (number, photo, result) =>
                {
                    SegmentationWriters.Write(writers, photo, result, folder, $"{number}", default);
                    return result.Regions.Count;
                });
            await foreach (var outcome in outcomes)
            {
                Assert.Null(outcome.Error);
                turn.Release();
            }

            IEnumerable<int> Numbers()
            {
                for (int number = 0; number < photos; number++)
                {
                    turn.Wait(TestContext.Current.CancellationToken);
                    yield return number;
                }
            }
        }
    }

    private static (SegmenterOptions Loading, SegmentationOptions Options) Ways(string way)
    {
        var whole = new SegmenterOptions { Photos = new() { Size = 112, Keys = way == "refined" } };
        return way switch
        {
            "plain" => (whole, new()),
            "refined" => (whole, new() { KeySmoothing = 1, PromptDenoising = 0.3f }),
            "windows" => (whole with { Photos = whole.Photos with { Windows = new SlidingWindows(64, 32) } }, new()),
            "flip" => (whole with { Photos = whole.Photos with { Flip = true } }, new()),
            "threshold" => (whole, new() { AreaThreshold = 0.001f }),
            "guided" => (whole, new() { GuidedFilter = new() }),
            _ => (whole, new() { Pamr = new() }),
        };
    }
}

[CollectionDefinition(FolderAllocationTests.Alone, DisableParallelization = true)]
public sealed class FolderAllocationAlone;
