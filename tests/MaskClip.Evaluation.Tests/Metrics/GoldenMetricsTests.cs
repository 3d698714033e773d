using System.Text.Json;
using MaskClip.Evaluation.Datasets;
using MaskClip.Imaging;
using MaskClip.Testing;

namespace MaskClip.Evaluation.Tests.Metrics;

/// <summary>Our metrics beside those of MaskCLIP's mmseg, to the last bit: both divide whole numbers in double precision.</summary>
public sealed class GoldenMetricsTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("reduce_zero_label")]
    public void From_GoldenLabelMaps_AllFiguresAreMmsegs(string convention)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", "metrics.json")));
        var golden = document.RootElement;
        int classes = golden.GetProperty("classes").GetInt32();
        var labels = convention == "plain" ? LabelTable.Indices(classes) : LabelTable.FromOne(classes);
        var matrix = new ConfusionMatrix(classes);
        foreach (var (prediction, truth) in Maps(golden, "pred").Zip(Maps(golden, "gt")))
        {
            Assert.Equal(-1, labels.Apply(truth));
            matrix.Add(prediction, truth);
        }

        var metrics = SegmentationMetrics.From(matrix);

        var expected = golden.GetProperty(convention);
        Assert.Equal(expected.GetProperty("aAcc").GetDouble(), metrics.OverallAccuracy);
        Check("IoU", one => one.IoU, metrics.MeanIoU);
        Check("Acc", one => one.Accuracy, metrics.MeanAccuracy);
        Check("Prec", one => one.Precision, metrics.MeanPrecision);
        Check("Dice", one => one.Dice, metrics.MeanDice);
        Check("Fscore", one => one.FScore, metrics.MeanFScore);
        Check("Precision", one => one.Precision, metrics.MeanPrecision);
        Check("Recall", one => one.Recall, metrics.MeanRecall);

        void Check(string name, Func<ClassMetrics, double> metric, double mean)
        {
            double[] values =
            [
                .. expected.GetProperty(name)
                    .EnumerateArray()
                    .Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble()),
            ];
            Assert.Equal(values, metrics.Classes.Select(metric));
            Assert.Equal(values.Where(value => !double.IsNaN(value)).Average(), mean, 15);
        }
    }

    private static IEnumerable<ushort[]> Maps(JsonElement golden, string name) =>
        golden.GetProperty(name)
            .EnumerateArray()
            .Select(map => map.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetByte()).ToArray())
            .Select(map => LabelBytes.Widen(map));
}
