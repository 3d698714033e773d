using MaskClip.Evaluation.Tests.Datasets;
using MaskClip.Testing;

namespace MaskClip.Evaluation.Tests.Runs;

public sealed class EvaluatorThreadsTests : IDisposable
{
    private readonly DatasetFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void OneThread_RefinedPhotos_RunNoLoopInParallel()
    {
        folder.Text("names.txt", "sky\ngrass\nhouse\n");
        foreach (var name in new[] { "one", "two", "three" })
            folder.Photo($"images/{name}.png", 300, 200).Mask($"masks/{name}.png", 300, 200, [0, 1, 2]);
        using var model = Segmenter.Load(
            "world-clip",
            new()
            {
                Photos = new() { Size = 96 },
                Texts = new() { Templates = PromptTemplates.Simple },
                Threads = 1,
                CacheFolder = folder.At("cache"),
            });
        var evaluator = new Evaluator(
            model,
            SegmentationDataset.Open(folder.Root),
            new() { Segmentation = new() { KeySmoothing = 1, Pamr = new() { Iterations = 1 } } });

        Assert.Equal(
            0,
            ParallelLoops.Watch(() =>
                evaluator.RunAsync(folder.At("run"), cancellationToken: TestContext.Current.CancellationToken).GetAwaiter().GetResult()));
    }
}
