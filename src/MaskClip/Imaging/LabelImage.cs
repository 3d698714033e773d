namespace MaskClip.Imaging;

/// <summary>A label map as a file holds it: the numbers of the file, before anything is known of what they mean.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Labels">One number a pixel, row by row: 0..255, or 0..65535 where the file has 16 bits.</param>
/// <param name="Bits">Bits of a number in the file: 1, 2, 4, 8 or 16.</param>
internal sealed record LabelImage(int Width, int Height, ushort[] Labels, int Bits)
{
    /// <summary>The number that says "none of the classes" in files of so many bits.</summary>
    public int Ignore => Bits == 16 ? Segmentation.Ignore : LabelBytes.Ignore;
}
