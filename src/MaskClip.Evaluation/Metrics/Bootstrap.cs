using MaskClip.Evaluation.Metrics;
using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation;

/// <summary>Percentile intervals by drawing photos with replacement (Efron 1979): photos, not pixels, are what was sampled.</summary>
/// <remarks>
/// Every draw pools the drawn photos' areas before dividing, as the figure itself does. Draws in which a figure is NaN (none of the classes
/// it is made of occurs) are left out of its interval.
/// </remarks>
public static class Bootstrap
{
    /// <summary>A figure of one run with its interval.</summary>
    /// <param name="photos">One entry a photo.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="figure">The figure, for example <c>metrics => metrics.MeanIoU</c>.</param>
    /// <param name="options">How many draws, and their seed; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no photos.</exception>
    public static Interval Of(
        IReadOnlyList<PhotoPixels> photos, int classes, Func<SegmentationMetrics, double> figure, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Of(photos, classes, metrics => [figure(metrics)], options)[0];
    }

    /// <summary>Several figures of one run, all from the same draws: for 171 classes' IoU in the time of one.</summary>
    /// <param name="photos">One entry a photo.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="figures">The figures, always as many.</param>
    /// <param name="options">How many draws, and their seed; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no photos.</exception>
    public static IReadOnlyList<Interval> Of(
        IReadOnlyList<PhotoPixels> photos, int classes, Func<SegmentationMetrics, double[]> figures, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentNullException.ThrowIfNull(figures);
        var pool = new PhotoPool(photos, classes);
        return Resample(photos.Count, options ?? new BootstrapOptions(), draws => figures(pool.Draw(draws)));
    }

    /// <summary>The difference of two runs over the same photos (second minus first) with its interval: both see the same draws.</summary>
    /// <param name="first">One run's photos.</param>
    /// <param name="second">The other run's: the same ids, in any order.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="figure">The figure, for example <c>metrics => metrics.MeanIoU</c>.</param>
    /// <param name="options">How many draws, and their seed; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no photos, or the runs have different ones.</exception>
    public static Interval OfDifference(
        IReadOnlyList<PhotoPixels> first,
        IReadOnlyList<PhotoPixels> second,
        int classes,
        Func<SegmentationMetrics, double> figure,
        BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return OfDifference(first, second, classes, metrics => [figure(metrics)], options)[0];
    }

    /// <summary>The differences of several figures (second minus first), all from the same draws.</summary>
    /// <param name="first">One run's photos.</param>
    /// <param name="second">The other run's: the same ids, in any order.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="figures">The figures, always as many.</param>
    /// <param name="options">How many draws, and their seed; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no photos, or the runs have different ones.</exception>
    public static IReadOnlyList<Interval> OfDifference(
        IReadOnlyList<PhotoPixels> first,
        IReadOnlyList<PhotoPixels> second,
        int classes,
        Func<SegmentationMetrics, double[]> figures,
        BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(figures);
        PhotoPool before = new(first, classes), after = new(Pair(first, second), classes);
        return Resample(first.Count, options ?? new BootstrapOptions(), draws =>
        {
            double[] from = figures(before.Draw(draws)), to = figures(after.Draw(draws));
            return [.. to.Zip(from, (one, other) => one - other)];
        });
    }

    private static PhotoPixels[] Pair(IReadOnlyList<PhotoPixels> first, IReadOnlyList<PhotoPixels> second)
    {
        var byId = second.ToDictionary(photo => photo.Id, StringComparer.Ordinal);
        var strangers = first.Select(photo => photo.Id).Where(id => !byId.ContainsKey(id)).ToArray();
        if (strangers.Length > 0 || first.Count != second.Count)
        {
            var example = strangers is [var id, ..] ? $", '{id}' is in the first only" : "";
            var error =
                $"The runs have {first.Count} and {second.Count} photos{example}; a paired difference needs the same photos in both.";
            throw new ArgumentException(error, nameof(second));
        }

        return [.. first.Select(photo => byId[photo.Id])];
    }

    private static Interval[] Resample(int photos, BootstrapOptions options, Func<int[], double[]> figures)
    {
        if (photos == 0) throw new ArgumentException("There are no photos to draw from.", nameof(photos));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 1);
        if (options.Confidence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Confidence, "The confidence lies between 0 and 1, as in 0.95.");
        }

        int[] draws = [.. Enumerable.Range(0, photos)];
        double[] values = figures(draws);
        var redrawn = new double[options.Resamples][];
        var random = new SplitMix64(options.Seed);
        for (int i = 0; i < redrawn.Length; i++)
        {
            for (int d = 0; d < photos; d++) draws[d] = random.Below(photos);
            redrawn[i] = figures(draws);
        }

        double tail = (1 - options.Confidence) / 2;
        return [.. values.Select((value, figure) =>
        {
            double[] sorted = [.. redrawn.Select(draw => draw[figure]).Where(draw => !double.IsNaN(draw)).Order()];
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
