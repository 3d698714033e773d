using MaskClip.Evaluation;

namespace MaskClip.Training;

/// <summary>Metrics with bootstrap intervals over photos.</summary>
/// <param name="MeanIoU">mIoU over all classes that occur.</param>
/// <param name="Seen">mIoU over the classes with truth in training; <see langword="null"/> when none is unseen.</param>
/// <param name="Unseen">mIoU over the unseen classes; <see langword="null"/> when none is unseen.</param>
/// <param name="Harmonic">Their harmonic mean, hIoU; <see langword="null"/> when none is unseen.</param>
public sealed record ValidationIntervals(Interval MeanIoU, Interval? Seen, Interval? Unseen, Interval? Harmonic)
{
    /// <summary>Draws photos anew.</summary>
    internal static ValidationIntervals From(IReadOnlyList<PhotoPixels> photos, int classes, IReadOnlyList<int> unseen)
    {
        Interval? Split(Func<SeenUnseenIoU, double> metric) =>
            unseen.Count == 0 ? null : Bootstrap.From(photos, classes, metrics => metric(metrics.SeenAndUnseen([.. unseen])));

        return new ValidationIntervals(
            Bootstrap.From(photos, classes, metrics => metrics.MeanIoU),
            Split(one => one.Seen),
            Split(one => one.Unseen),
            Split(one => one.Harmonic));
    }
}
