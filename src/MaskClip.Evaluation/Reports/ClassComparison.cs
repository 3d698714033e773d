namespace MaskClip.Evaluation;

/// <summary>A class's IoU in two runs.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="First">IoU in the first run; NaN when the class did not occur.</param>
/// <param name="Second">IoU in the second run.</param>
public sealed record ClassComparison(string Name, double First, double Second)
{
    /// <summary>Second minus first.</summary>
    public double Difference => Second - First;
}
