using MaskClip.Evaluation.Metrics;
using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation;

/// <summary>Percentile intervals by drawing photos with replacement (Efron 1979): photos, not pixels, are what was sampled.</summary>
/// <remarks>
/// Every draw pools the drawn photos' areas before dividing, as the metric itself does. Draws in which a metric is NaN (none of the classes
/// it is made of occurs) are left out of its interval.
/// </remarks>
public static class Bootstrap
{
    /// <summary>A metric of one run with its interval.</summary>
    /// <param name="photos">One entry a photo.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="metric">The metric, for example <c>metrics => metrics.MeanIoU</c>.</param>
    /// <param name="options">How many draws, and their seed; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no photos.</exception>
    public static Interval From(
        IReadOnlyList<PhotoPixels> photos, int classes, Func<SegmentationMetrics, double> metric, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return From(photos, classes, metrics => [metric(metrics)], options)[0];
    }

    /// <summary>Several metrics of one run, all from the same draws: for 171 classes' IoU in the time of one.</summary>
    /// <param name="photos">One entry a photo.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="metrics">The metrics, always as many.</param>
    /// <param name="options">How many draws, and their seed; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no photos.</exception>
    public static IReadOnlyList<Interval> From(
        IReadOnlyList<PhotoPixels> photos, int classes, Func<SegmentationMetrics, double[]> metrics, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentNullException.ThrowIfNull(metrics);
        var pool = new PhotoPool(photos, classes);
        return Resample(photos.Count, options ?? new BootstrapOptions(), draws => metrics(pool.Draw(draws)));
    }

    /// <summary>The difference of two runs over the same photos (second minus first) with its interval: both see the same draws.</summary>
    /// <param name="first">One run's photos.</param>
    /// <param name="second">The other run's: the same ids, in any order.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="metric">The metric, for example <c>metrics => metrics.MeanIoU</c>.</param>
    /// <param name="options">How many draws, and their seed; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no photos, or the runs have different ones.</exception>
    public static Interval DifferenceFrom(
        IReadOnlyList<PhotoPixels> first,
        IReadOnlyList<PhotoPixels> second,
        int classes,
        Func<SegmentationMetrics, double> metric,
        BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return DifferenceFrom(first, second, classes, metrics => [metric(metrics)], options)[0];
    }

    /// <summary>The differences of several metrics (second minus first), all from the same draws.</summary>
    /// <param name="first">One run's photos.</param>
    /// <param name="second">The other run's: the same ids, in any order.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="metrics">The metrics, always as many.</param>
    /// <param name="options">How many draws, and their seed; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no photos, or the runs have different ones.</exception>
    public static IReadOnlyList<Interval> DifferenceFrom(
        IReadOnlyList<PhotoPixels> first,
        IReadOnlyList<PhotoPixels> second,
        int classes,
        Func<SegmentationMetrics, double[]> metrics,
        BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(metrics);
        PhotoPool before = new(first, classes), after = new(Pair(first, second), classes);
        return Resample(first.Count, options ?? new BootstrapOptions(), draws =>
        {
            double[] from = metrics(before.Draw(draws)), to = metrics(after.Draw(draws));
            return [.. to.Zip(from, (one, other) => one - other)];
        });
    }

    private static PhotoPixels[] Pair(IReadOnlyList<PhotoPixels> first, IReadOnlyList<PhotoPixels> second)
    {
        var byId = second.ToDictionary(photo => photo.Id, StringComparer.Ordinal);
        var unpaired = first.Select(photo => photo.Id).Where(id => !byId.ContainsKey(id)).ToArray();
        if (unpaired.Length > 0 || first.Count != second.Count)
        {
            var example = unpaired is [var id, ..] ? $", '{id}' is in the first only" : "";
            var error =
                $"The runs have {first.Count} and {second.Count} photos{example}; a paired difference needs the same photos in both.";
            throw new ArgumentException(error, nameof(second));
        }

        return [.. first.Select(photo => byId[photo.Id])];
    }

    private static Interval[] Resample(int photos, BootstrapOptions options, Func<int[], double[]> metrics)
    {
        if (photos == 0) throw new ArgumentException("There are no photos to draw from.", nameof(photos));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 1);
        if (options.Confidence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Confidence, "The confidence lies between 0 and 1, as in 0.95.");
        }

        int[] draws = [.. Enumerable.Range(0, photos)];
        double[] values = metrics(draws);
        var redrawn = new double[options.Resamples][];
        var random = new SplitMix64(options.Seed);
        for (int i = 0; i < redrawn.Length; i++)
        {
            for (int d = 0; d < photos; d++) draws[d] = random.Below(photos);
            redrawn[i] = metrics(draws);
        }

        double tail = (1 - options.Confidence) / 2;
        return [.. values.Select((value, metric) =>
        {
            double[] sorted = [.. redrawn.Select(draw => draw[metric]).Where(draw => !double.IsNaN(draw)).Order()];
            return new Interval(value, Quantile(sorted, tail), Quantile(sorted, 1 - tail));
        })];
    }

    /// <summary>Linear between the two nearest values, as numpy's default.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0) return double.NaN;
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }
}
