using MaskClip.Evaluation.Datasets;
using MaskClip.Evaluation.Tests.Datasets;
using MaskClip.Imaging;
using MaskClip.World;

namespace MaskClip.Evaluation.Tests.Runs;

/// <summary>A vocabulary of 847 classes, as ADE20K's full one: segmented, written, read back and evaluated.</summary>
public sealed class ManyClassesTests : IDisposable
{
    private const int Classes = 847;

    private readonly DatasetFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Photos_TheirOwnMasksAsTruth_AreAllRight()
    {
        using var model = Segmenter.Load(
            "world-clip",
            new() { Photos = new() { Size = 64 }, Texts = new() { Templates = PromptTemplates.Simple }, CacheFolder = folder.At("cache") });
        // What the photo shows comes last, behind all that 8 bits could say.
        string[] shown = ["sky", "grass", "house", "tree", "mountain", "water", "sun"];
        string[] names = [.. Enumerable.Range(0, Classes - shown.Length).Select(i => $"thing {i}"), .. shown];
        folder.Text("names.txt", string.Join('\n', names) + '\n');
        SamplePostcard.Draw(96, 64).SavePng(folder.At("images/one.png"));
        var photo = RgbImage.Load(folder.At("images/one.png"));
        var vocabulary = Vocabulary.Parse(names);
        var text = model.Embed(vocabulary, cancellationToken: TestContext.Current.CancellationToken);
        var result = model.Segment(photo, text, cancellationToken: TestContext.Current.CancellationToken);
        LabelMask.Save(result, folder.At("masks/one.png")); // indices, as a data set counts

        var dataset = SegmentationDataset.Open(folder.Root);
        var truth = dataset.ReadTruth(dataset.Photos[0]);
        Assert.Equal(result.Labels.ToArray(), truth.Labels);
        Assert.Contains(truth.Labels, label => label > 255);
        Assert.Equal(result.Regions.Count, DatasetCheck.Run(folder.Root).Classes.Count(count => count.Pixels > 0));

        var report = await new Evaluator(model, dataset).RunAsync(
            folder.At("run"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, report.Metrics.MeanIoU.Value);
        Assert.Equal(Classes, report.Classes.Count);
        report.Save(folder.At("report.json"));
        Assert.Equal(report.Photos[0].Confusion, EvaluationReport.Load(folder.At("report.json")).Photos[0].Confusion);
    }

    [Fact]
    public void Masks_Of16Bits_SayIgnoredAs65535()
    {
        folder.Text("names.txt", string.Join('\n', Enumerable.Range(0, 300).Select(i => $"thing {i}")));
        Assert.Equal(["0..299 and 65535", "0..2 and 255"], new[] { 300, 3 }.Select(classes => LabelTable.Indices(classes).Allowed));
        Assert.Equal(
            [(ushort)255, (ushort)299, null, Segmentation.Ignore],
            new ushort[] { 255, 299, 300, 65535 }.Select(label => LabelTable.Indices(300)[label]));
        Assert.Equal(
            [Segmentation.Ignore, (ushort)254, (ushort)299], new ushort[] { 0, 255, 300 }.Select(label => LabelTable.FromOne(300)[label]));
        Assert.Equal([Segmentation.Ignore, Segmentation.Ignore], new ushort[] { 255, 65535 }.Select(label => LabelTable.Indices(3)[label]));
    }

    [Fact]
    public void Tallies_OfBeforeLabelsHad16Bits_AreReadAsTheyWereMeant()
    {
        var tally = new PhotoTally("one", [new(0, 0, 5), new(1, LabelBytes.Ignore, 2)], []);
        Assert.Equal([new(0, 0, 5), new(1, Segmentation.Ignore, 2)], tally.From8Bits(2).Confusion);
        Assert.Same(tally, tally.From8Bits(256)); // 255 is a class there
    }

    [Fact]
    public void Matrix_TooManyClasses_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(ConfusionMatrix.MaxClasses + 1));
}
