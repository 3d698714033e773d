namespace MaskClip.Evaluation;

/// <summary>Which class each pixel belongs to.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Labels">Class index or <see cref="Segmentation.Ignore"/> of each pixel, row by row: <c>[height, width]</c>.</param>
public sealed record LabelMap(int Width, int Height, ushort[] Labels);
