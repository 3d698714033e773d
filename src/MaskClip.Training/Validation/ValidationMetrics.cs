using MaskClip.Evaluation;

namespace MaskClip.Training;

/// <summary>How well the evaluation photos were segmented.</summary>
/// <param name="MeanIoU">mIoU over all classes that occur, 0..1.</param>
/// <param name="Accuracy">Share of pixels that got their class, 0..1.</param>
/// <param name="Seen">mIoU over the classes with truth in training; <see langword="null"/> when none is unseen.</param>
/// <param name="Unseen">mIoU over the unseen classes; <see langword="null"/> when none is unseen.</param>
/// <param name="Harmonic">Harmonic mean of the two, hIoU; <see langword="null"/> when none is unseen.</param>
/// <param name="Classes">IoU of each class, by index; <see langword="null"/> for those that occur neither in truth nor in
/// prediction.</param>
public sealed record ValidationMetrics(
    double MeanIoU, double Accuracy, double? Seen, double? Unseen, double? Harmonic, IReadOnlyList<double?> Classes)
{
    /// <summary>Reads the metrics off the metrics.</summary>
    internal static ValidationMetrics From(SegmentationMetrics metrics, IReadOnlyList<int> unseen)
    {
        var split = unseen.Count > 0 ? metrics.SeenAndUnseen([.. unseen]) : null;
        return new ValidationMetrics(
            metrics.MeanIoU,
            metrics.OverallAccuracy,
            split?.Seen,
            split?.Unseen,
            split?.Harmonic,
            [.. metrics.Classes.Select(one => double.IsNaN(one.IoU) ? (double?)null : one.IoU)]);
    }
}
