using CsCheck;

namespace MaskClip.Evaluation.Tests.Runs;

public sealed class PhotoTallyTests
{
    private const int Classes = 4;

    private static readonly Gen<(ushort[] Prediction, LabelMap Truth)> Photos =
        from width in Gen.Int[1, 20]
        from height in Gen.Int[1, 20]
        from prediction in Label.Array[width * height]
        from truth in Label.Array[width * height]
        select (prediction, new LabelMap(width, height, truth));

    private static Gen<ushort> Label => Gen.OneOf(Gen.UShort[0, Classes - 1], Gen.Const(Segmentation.Ignore));

    [Fact]
    public void Of_AnyLabels_KeepsWhatTheMetricsNeed() => Photos.Sample(photo =>
    {
        var counts = new ConfusionMatrix(Classes);
        counts.Add(photo.Prediction, photo.Truth.Labels);
        var edges = new BoundaryMatrix(Classes);
        edges.Add(photo.Prediction, photo.Truth.Labels, photo.Truth.Width, photo.Truth.Height);

        var tally = PhotoTally.Of("photo", photo.Prediction, photo.Truth, Classes);

        Assert.Equal(counts.ToClassPixels().OrderBy(area => area.Class), tally.ToPixels().Classes);
        Assert.Equal(counts.Pixels, tally.Confusion.Sum(cell => cell.Pixels));
        Assert.Equal(edges.IoU, SegmentationMetrics.From(tally.Bands, Classes).Classes.Select(one => one.IoU));
    });

    [Fact]
    public void MeanIoU_StrayPixelOfAnAbsentClass_DoesNotCountThatClass()
    {
        ushort[] truth = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], prediction = [0, 0, 0, 0, 0, 0, 0, 0, 0, 3];

        var tally = PhotoTally.Of("photo", prediction, new LabelMap(5, 2, truth), Classes);

        Assert.Equal(0.9, tally.MeanIoU(), 12);
    }

    [Fact]
    public void MeanIoU_NothingKnown_IsNaN()
    {
        var tally = PhotoTally.Of("photo", [1], new LabelMap(1, 1, [Segmentation.Ignore]), Classes);

        Assert.True(double.IsNaN(tally.MeanIoU()));
    }
}
