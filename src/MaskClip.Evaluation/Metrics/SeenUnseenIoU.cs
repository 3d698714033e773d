namespace MaskClip.Evaluation;

/// <summary>mIoU of the classes with and without ground truth in training.</summary>
/// <param name="Seen">mIoU over the seen classes, 0..1, or NaN when none occurs.</param>
/// <param name="Unseen">mIoU over the unseen classes, 0..1, or NaN when none occurs.</param>
public sealed record SeenUnseenIoU(double Seen, double Unseen)
{
    /// <summary>Their harmonic mean, hIoU; 0 when both are 0.</summary>
    public double Harmonic => Seen + Unseen == 0 ? 0 : 2 * Seen * Unseen / (Seen + Unseen);
}
