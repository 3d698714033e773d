using MaskClip.Evaluation;

namespace MaskClip.Training;

/// <summary>Figures with bootstrap intervals over photos.</summary>
/// <param name="MeanIoU">mIoU over all classes that occur.</param>
/// <param name="Seen">mIoU over the classes with truth in training; <see langword="null"/> when none is unseen.</param>
/// <param name="Unseen">mIoU over the unseen classes; <see langword="null"/> when none is unseen.</param>
/// <param name="Harmonic">Their harmonic mean, hIoU; <see langword="null"/> when none is unseen.</param>
public sealed record ValidationIntervals(Interval MeanIoU, Interval? Seen, Interval? Unseen, Interval? Harmonic)
{
    /// <summary>Draws photos anew.</summary>
    internal static ValidationIntervals From(IReadOnlyList<PhotoPixels> photos, int classes, IReadOnlyList<int> unseen)
    {
        Interval? Split(Func<SeenUnseenIoU, double> figure) =>
            unseen.Count == 0 ? null : Bootstrap.Of(photos, classes, metrics => figure(metrics.SeenAndUnseen([.. unseen])));

        return new ValidationIntervals(
            Bootstrap.Of(photos, classes, metrics => metrics.MeanIoU),
            Split(one => one.Seen),
            Split(one => one.Unseen),
            Split(one => one.Harmonic));
    }
}
