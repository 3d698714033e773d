namespace MaskClip.Annotations.Shapes;

/// <summary>
/// A point of a picture in pixels, x to the right and y down. Whole numbers are corners of pixels: the pixel in column 3 of row 5 reaches
/// from (3, 5) to (4, 6), as COCO counts.
/// </summary>
/// <param name="X">Pixels from the left border.</param>
/// <param name="Y">Pixels from the upper border.</param>
public readonly record struct PixelPoint(double X, double Y);
