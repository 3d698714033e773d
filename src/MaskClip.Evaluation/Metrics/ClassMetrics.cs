namespace MaskClip.Evaluation;

/// <summary>How well one class was found; every share is 0..1, or NaN where it is 0 / 0.</summary>
/// <param name="Pixels">The areas that all of this is made of.</param>
public sealed record ClassMetrics(ClassPixels Pixels)
{
    /// <summary>Intersection over union; NaN when the class is neither in truth nor in prediction.</summary>
    public double IoU { get; } = Pixels.Correct / (double)(Pixels.Truth + Pixels.Predicted - Pixels.Correct);

    /// <summary>Share of the class's pixels that were found (recall); NaN when it has none.</summary>
    public double Accuracy { get; } = Pixels.Correct / (double)Pixels.Truth;

    /// <summary>Twice the intersection over the sum of both areas.</summary>
    public double Dice { get; } = 2 * Pixels.Correct / (double)(Pixels.Truth + Pixels.Predicted);

    /// <summary>Share of the pixels called so that are so; NaN when none was called so.</summary>
    public double Precision { get; } = Pixels.Correct / (double)Pixels.Predicted;

    /// <summary>The same as <see cref="Accuracy"/>, under the name that goes with <see cref="Precision"/>.</summary>
    public double Recall => Accuracy;

    /// <summary>Harmonic mean of precision and recall as mmseg computes it: NaN when either is, or when both are 0.</summary>
    public double FScore => 2 * (Precision * Recall) / (Precision + Recall);
}
