namespace MaskClip.Evaluation.Tests.Reports;

public sealed class ReportComparisonTests
{
    [Fact]
    public void Of_BetterRun_HasAPositiveClearDifference()
    {
        var comparison = ReportComparison.From(TestReport.Of(TestReport.Photos(8, 20)), TestReport.Of(TestReport.Photos(8, 5), size: 224));

        Assert.Equal(comparison.Second.Value - comparison.First.Value, comparison.Difference.Value, 12);
        Assert.InRange(comparison.Difference.Low, 0.05, comparison.Difference.Value);
        Assert.True(comparison.IsClear);
        Assert.Equal("size: 448 | 224", Assert.Single(comparison.Settings).ToString());
        Assert.Equal(comparison.Classes[0].Second - comparison.Classes[0].First, comparison.Classes[0].Difference);
    }

    [Fact]
    public void Of_SamePredictions_HasAnIntervalOfNothing()
    {
        var comparison = ReportComparison.From(TestReport.Of(TestReport.Photos(8, 5)), TestReport.Of(TestReport.Photos(8, 5)));

        Assert.Equal(new Interval(0, 0, 0), comparison.Difference);
        Assert.False(comparison.IsClear);
        Assert.Empty(comparison.Settings);
    }

    [Fact]
    public void Of_PairedDifference_IsNarrowerThanTheRunsIntervals()
    {
        var comparison = ReportComparison.From(TestReport.Of(TestReport.Photos(30, 5)), TestReport.Of(TestReport.Photos(30, 6)));

        Assert.True(comparison.Difference.High - comparison.Difference.Low < comparison.First.High - comparison.First.Low);
    }

    [Fact]
    public void Of_OtherPhotos_IsRefusedAndCounted()
    {
        var error = Assert.Throws<OptionsException>(() =>
            ReportComparison.From(TestReport.Of(TestReport.Photos(4, 5)), TestReport.Of(TestReport.Photos(3, 5))));

        Assert.Contains("1 only in the first ('photo-03')", error.Message);
    }

    [Fact]
    public void Of_OtherClasses_IsRefusedAndNamed()
    {
        var photos = TestReport.Photos(4, 5);

        var error = Assert.Throws<OptionsException>(() => ReportComparison.From(
            TestReport.Of(photos), TestReport.Of(photos, vocabulary: Vocabulary.Parse(["sky", "bush", "<car> & \"bus\""]))));

        Assert.Contains("class 1 is 'tree' in the first and 'bush' in the second", error.Message);
    }

    [Fact]
    public void Of_OtherTruth_IsRefused()
    {
        var photos = TestReport.Photos(2, 5);
        ushort[] truth = new ushort[100];
        PhotoTally[] others = [photos[0], PhotoTally.Of("photo-01", truth, new LabelMap(10, 10, truth), 3)];

        Assert.Contains(
            "photo-01", Assert.Throws<OptionsException>(() => ReportComparison.From(TestReport.Of(photos), TestReport.Of(others))).Message);
    }
}
