using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation;

/// <summary>Percentile intervals by drawing photos with replacement (Efron 1979): photos, not pixels, are what was sampled.</summary>
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
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentNullException.ThrowIfNull(figure);
        return Resample(photos.Count, options ?? new BootstrapOptions(), draws => figure(Pool(photos, draws, classes)));
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
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(figure);
        var pairs = Pair(first, second);
        return Resample(
            first.Count,
            options ?? new BootstrapOptions(),
            draws => figure(Pool(pairs, draws, classes)) - figure(Pool(first, draws, classes)));
    }

    private static PhotoPixels[] Pair(IReadOnlyList<PhotoPixels> first, IReadOnlyList<PhotoPixels> second)
    {
        var byId = second.ToDictionary(photo => photo.Id, StringComparer.Ordinal);
        var strangers = first.Select(photo => photo.Id).Where(id => !byId.ContainsKey(id)).ToArray();
        if (strangers.Length > 0 || first.Count != second.Count)
        {
            var example = strangers is [var id, ..] ? $", '{id}' is in the first only" : "";
            throw new ArgumentException(
                $"The runs have {first.Count} and {second.Count} photos{example}; a paired difference needs the same photos in both.", nameof(second));
        }

        return [.. first.Select(photo => byId[photo.Id])];
    }

    private static SegmentationMetrics Pool(IReadOnlyList<PhotoPixels> photos, int[]? draws, int classes) =>
        SegmentationMetrics.From((draws ?? Enumerable.Range(0, photos.Count)).SelectMany(draw => photos[draw].Classes), classes);

    private static Interval Resample(int photos, BootstrapOptions options, Func<int[]?, double> figure)
    {
        if (photos == 0) throw new ArgumentException("There are no photos to draw from.", nameof(photos));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 1);
        if (options.Confidence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Confidence, "The confidence must lie between 0 and 1, as in 0.95.");
        }

        var random = new RandomStream(options.Seed);
        var draws = new int[photos];
        var values = new List<double>(options.Resamples);
        for (int i = 0; i < options.Resamples; i++)
        {
            for (int d = 0; d < photos; d++) draws[d] = random.Below(photos);
            double value = figure(draws);
            if (!double.IsNaN(value)) values.Add(value);
        }

        values.Sort();
        double tail = (1 - options.Confidence) / 2;
        return new Interval(figure(null), Quantile(values, tail), Quantile(values, 1 - tail));
    }

    /// <summary>Linear between the two nearest values, as numpy's default.</summary>
    private static double Quantile(List<double> sorted, double share)
    {
        if (sorted.Count == 0) return double.NaN;
        double at = share * (sorted.Count - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }
}
