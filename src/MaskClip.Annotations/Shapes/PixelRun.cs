namespace MaskClip.Annotations.Shapes;

/// <summary>Neighboring pixels of one row.</summary>
/// <param name="Y">The row.</param>
/// <param name="X">The first pixel's column.</param>
/// <param name="Length">How many pixels, at least 1.</param>
public readonly record struct PixelRun(int Y, int X, int Length);
