namespace MaskClip.Evaluation;

/// <summary>The metrics of a run over all photos, 0..1, NaN where there is nothing to divide by.</summary>
public sealed record ReportMetrics
{
    /// <summary>mIoU, with its interval.</summary>
    public required Interval MeanIoU { get; init; }

    /// <summary>Share of all pixels that got their class (aAcc), with its interval.</summary>
    public required Interval OverallAccuracy { get; init; }

    /// <summary>Mean class accuracy (mAcc).</summary>
    public required double MeanAccuracy { get; init; }

    /// <summary>IoU weighted with the classes' areas (fwIoU).</summary>
    public required double FrequencyWeightedIoU { get; init; }

    /// <summary>Mean Dice coefficient.</summary>
    public required double MeanDice { get; init; }

    /// <summary>Mean precision.</summary>
    public required double MeanPrecision { get; init; }

    /// <summary>Mean recall.</summary>
    public required double MeanRecall { get; init; }

    /// <summary>Mean F-score.</summary>
    public required double MeanFScore { get; init; }

    /// <summary>Mean boundary IoU.</summary>
    public required double MeanBoundaryIoU { get; init; }

    /// <summary>mIoU of the seen classes, with its interval; <see langword="null"/> when no class is unseen.</summary>
    public Interval? Seen { get; init; }

    /// <summary>mIoU of the unseen classes, with its interval.</summary>
    public Interval? Unseen { get; init; }

    /// <summary>Harmonic mean of both (hIoU), with its interval.</summary>
    public Interval? Harmonic { get; init; }

    /// <summary>Computes the metrics of some photos.</summary>
    /// <param name="photos">At least one photo.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="unseen">Indices of the unseen classes.</param>
    /// <param name="options">How intervals are made.</param>
    internal static ReportMetrics Of(IReadOnlyList<PhotoTally> photos, int classes, IReadOnlyList<int> unseen, BootstrapOptions options)
    {
        PhotoPixels[] areas = [.. photos.Select(photo => photo.ToPixels())];
        var all = SegmentationMetrics.From(areas.SelectMany(photo => photo.Classes), classes);
        var edges = SegmentationMetrics.From(photos.SelectMany(photo => photo.Bands), classes);
        Interval Of(Func<SegmentationMetrics, double> metric) => Bootstrap.From(areas, classes, metric, options);
        Interval? Split(Func<SeenUnseenIoU, double> metric) =>
            unseen.Count == 0 ? null : Of(metrics => metric(metrics.SeenAndUnseen(unseen)));
        return new ReportMetrics
        {
            MeanIoU = Of(metrics => metrics.MeanIoU),
            OverallAccuracy = Of(metrics => metrics.OverallAccuracy),
            MeanAccuracy = all.MeanAccuracy,
            FrequencyWeightedIoU = all.FrequencyWeightedIoU,
            MeanDice = all.MeanDice,
            MeanPrecision = all.MeanPrecision,
            MeanRecall = all.MeanRecall,
            MeanFScore = all.MeanFScore,
            MeanBoundaryIoU = edges.MeanIoU,
            Seen = Split(both => both.Seen),
            Unseen = Split(both => both.Unseen),
            Harmonic = Split(both => both.Harmonic),
        };
    }
}
