using CsCheck;

namespace MaskClip.Evaluation.Tests.Metrics;

public sealed class BootstrapTests
{
    private const int Classes = 3;

    private static readonly BootstrapOptions Few = new() { Resamples = 200 };

    // Photos of comparable size in which all classes occur: the metric is then close to a mean over photos.
    private static readonly Gen<PhotoPixels[]> Photos = Gen.Select(Gen.Int[100, 200], Gen.Int[0, 100]).Array[Classes].Array[8, 30]
        .Select(photos =>
        photos.Select((areas, id) =>
            new PhotoPixels($"{id}", [.. areas.Select((area, c) => new ClassPixels(c, area.Item1, 150, area.Item2))]))
            .ToArray());

    [Fact]
    public void Of_ContainsTheFigure() => Photos.Sample(photos =>
    {
        var interval = Bootstrap.From(photos, Classes, metrics => metrics.MeanIoU, Few);
        Assert.Equal(SegmentationMetrics.From(photos.SelectMany(photo => photo.Classes), Classes).MeanIoU, interval.Value, 15);
        Assert.InRange(interval.Value, interval.Low, interval.High);
    }, iter: 200);

    [Fact]
    public void Of_SameSeed_IsTheSameInterval()
    {
        var photos = Shares(0.1, 0.2, 0.4, 0.5, 0.8, 0.9);

        var interval = Bootstrap.From(photos, 1, metrics => metrics.OverallAccuracy, new BootstrapOptions { Seed = 7 });

        Assert.Equal(interval, Bootstrap.From(photos, 1, metrics => metrics.OverallAccuracy, new BootstrapOptions { Seed = 7 }));
        Assert.NotEqual(interval, Bootstrap.From(photos, 1, metrics => metrics.OverallAccuracy, new BootstrapOptions { Seed = 8 }));
    }

    [Fact]
    public void Of_Mean_HasTheWidthThatTheoryGives()
    {
        // 400 photos, accuracies with a standard deviation of 0.1: the mean's is 0.005, 95 % are within 1.96 of that.
        var random = new Random(1);
        double[] shares = [.. Enumerable.Range(0, 400).Select(_ => 0.5 + (random.NextDouble() - 0.5) * 0.2 * Math.Sqrt(3))];

        var interval = Bootstrap.From(Shares(shares), 1, metrics => metrics.OverallAccuracy);

        Assert.InRange((interval.High - interval.Low) / (2 * 1.96 * 0.005), 0.9, 1.1);
    }

    [Fact]
    public void OfDifference_ConstantGain_IsCertainHoweverMuchPhotosDiffer()
    {
        double[] shares = [0.1, 0.9, 0.3, 0.7, 0.2, 0.8];
        var first = Shares(shares);
        var second = Shares([.. shares.Select(share => share + 0.05)]).Reverse().ToArray();

        var gain = Bootstrap.DifferenceFrom(first, second, 1, metrics => metrics.OverallAccuracy);
        var alone = Bootstrap.From(first, 1, metrics => metrics.OverallAccuracy);

        Assert.Equal(0.05, gain.Value, 12);
        Assert.InRange(gain.High - gain.Low, 0, 1e-12);
        Assert.True(alone.High - alone.Low > 0.3);
    }

    [Fact]
    public void OfDifference_WithItself_IsNought() => Photos.Sample(
        photos => Assert.Equal(
            new Interval(0, 0, 0), Bootstrap.DifferenceFrom(photos, photos, Classes, metrics => metrics.MeanIoU, Few)), iter: 20);

    [Fact]
    public void Of_SeveralFigures_AreThoseOfEachAlone()
    {
        var photos = Shares(0.1, 0.5, 0.6, 0.9);

        var both = Bootstrap.From(photos, 2, metrics => [metrics.MeanIoU, metrics.Classes[1].IoU]);

        Assert.Equal(Bootstrap.From(photos, 2, metrics => metrics.MeanIoU), both[0]);
        Assert.True(double.IsNaN(both[1].Value) && double.IsNaN(both[1].Low) && double.IsNaN(both[1].High));
    }

    [Fact]
    public void Of_ClassThatSomeDrawsMiss_IsJudgedByTheOthers()
    {
        PhotoPixels[] photos = [new("a", [new(0, 10, 10, 5)]), new("b", [new(1, 10, 10, 10)])];

        var interval = Bootstrap.From(photos, 2, metrics => metrics.Classes[1].IoU);

        Assert.Equal(new Interval(1, 1, 1), interval);
    }

    [Fact]
    public void OfDifference_OtherPhotos_NamesOne()
    {
        var message = Assert.Throws<ArgumentException>(() => Bootstrap.DifferenceFrom(
            [new PhotoPixels("street", [])], [new PhotoPixels("beach", [])], 1, metrics => metrics.MeanIoU)).Message;
        Assert.Contains("'street'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoPhotosOrNonsense_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.From([], 1, metrics => metrics.MeanIoU));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Bootstrap.From(Shares(1), 1, metrics => metrics.MeanIoU, new BootstrapOptions { Confidence = 95 }));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Bootstrap.From(Shares(1), 1, metrics => metrics.MeanIoU, new BootstrapOptions { Resamples = 0 }));
    }

    private static PhotoPixels[] Shares(params double[] shares) =>
        [
            .. shares.Select((share, id) =>
                new PhotoPixels($"{id}", [new ClassPixels(0, 100_000, 100_000, (long)Math.Round(share * 100_000))])),
        ];
}
