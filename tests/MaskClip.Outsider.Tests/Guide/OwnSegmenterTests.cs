using MaskClip.Evaluation;
using MaskClip.World;

namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/library.md: what takes any segmenter.</summary>
public sealed class OwnSegmenterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-own-segmenter-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ClipWithNames_AndAModelOfYourOwn_AreEvaluatedAlike()
    {
        var vocabulary = Vocabulary.Parse(["sky", "ground"]);
        var dataset = SegmentationDataset.From("halves", vocabulary, [new("one", () => SamplePostcard.Draw(128, 96), () => Halves(128, 96))]);
        using var model = Segmenter.Load("world-clip");

        ISegmenter clip = model.For(model.Embed(vocabulary), new SegmentationOptions { GuidedFilter = new() });
        ISegmenter mine = new Horizon(vocabulary);
        foreach (var segmenter in new[] { clip, mine })
        {
            var report = await new Evaluator(segmenter, dataset).RunAsync(Path.Combine(folder, segmenter.Name));
            Console.WriteLine($"{segmenter.Name}: mIoU {report.Metrics.MeanIoU.Value:0.0}");
        }

        var own = EvaluationReport.Load(Path.Combine(await Report(mine, dataset), "report.json"));
        Assert.Equal(1, own.Metrics.MeanIoU.Value, 1e-9);
        Assert.Equal(("horizon", "horizon-1"), (own.Model.Name, own.Model.Hash));
    }

    private async Task<string> Report(ISegmenter segmenter, SegmentationDataset dataset)
    {
        var report = await new Evaluator(segmenter, dataset).RunAsync(Path.Combine(folder, "again"), cancellationToken: Token);
        report.Save(Path.Combine(folder, "again", "report.json"));
        return Path.Combine(folder, "again");
    }

    private static LabelMap Halves(int width, int height) =>
        new(width, height, [.. Enumerable.Range(0, width * height).Select(i => (ushort)(i / width < height / 2 ? 0 : 1))]);
}
