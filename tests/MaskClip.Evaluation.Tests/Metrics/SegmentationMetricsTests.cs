namespace MaskClip.Evaluation.Tests.Metrics;

public sealed class SegmentationMetricsTests
{
    // Truth 0 0 0 1 1 3 against prediction 0 0 1 1 none 2: class 4 occurs nowhere.
    private static readonly SegmentationMetrics Small = SegmentationMetrics.From(
        Matrix(5, [0, 0, 1, 1, Segmentation.Ignore, 2], [0, 0, 0, 1, 1, 3]));

    [Fact]
    public void From_SmallMap_GivesTheFiguresThatHandGives()
    {
        Assert.Equal([2 / 3.0, 1 / 3.0, 0, 0, double.NaN], Small.Classes.Select(one => one.IoU));
        Assert.Equal([2 / 3.0, 1 / 2.0, double.NaN, 0, double.NaN], Small.Classes.Select(one => one.Accuracy));
        Assert.Equal([1, 1 / 2.0, 0, double.NaN, double.NaN], Small.Classes.Select(one => one.Precision));
        Assert.Equal([4 / 5.0, 1 / 2.0, 0, 0, double.NaN], Small.Classes.Select(one => one.Dice));
        Assert.Equal(1 / 4.0, Small.MeanIoU, 15);
        Assert.Equal(7 / 18.0, Small.MeanAccuracy, 15);
        Assert.Equal(1 / 2.0, Small.OverallAccuracy, 15);
        Assert.Equal((3 * (2 / 3.0) + 2 * (1 / 3.0)) / 6, Small.FrequencyWeightedIoU, 15);
    }

    [Fact]
    public void FScore_PrecisionAndRecallZero_IsUndefinedAsInMmseg()
    {
        var metrics = SegmentationMetrics.From(Matrix(2, [1, 0], [0, 1]));

        Assert.All(metrics.Classes, one => Assert.True(double.IsNaN(one.FScore)));
        Assert.True(double.IsNaN(metrics.MeanFScore));
        Assert.Equal(0, metrics.MeanDice);
    }

    [Fact]
    public void SeenAndUnseen_SplitTheClasses()
    {
        var split = Small.SeenAndUnseen([0, 4]);

        Assert.Equal(2 / 3.0, split.Unseen, 15);
        Assert.Equal(1 / 9.0, split.Seen, 15);
        Assert.Equal(2 * (2 / 27.0) / (7 / 9.0), split.Harmonic, 15);
    }

    [Fact]
    public void SeenAndUnseen_PapersFigures_GiveItsHarmonicMean()
    {
        // Table 5 of the paper: VOC seen 88.7 (derived), unseen 86.1, hIoU 87.4.
        Assert.Equal(87.4, new SeenUnseenIoU(88.7, 86.1).Harmonic, 1);
        Assert.Equal(0, new SeenUnseenIoU(0, 0).Harmonic);
        Assert.True(double.IsNaN(Small.SeenAndUnseen([4]).Harmonic));
    }

    internal static ConfusionMatrix Matrix(int classes, ushort[] prediction, ushort[] truth)
    {
        var matrix = new ConfusionMatrix(classes);
        matrix.Add(prediction, truth);
        return matrix;
    }
}
