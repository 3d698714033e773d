namespace MaskClip.Imaging;

/// <summary>A label map as files hold it.</summary>
/// <remarks>Safe to use from several threads as long as none of them changes the arrays.</remarks>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Indices">One palette index a pixel, row by row.</param>
/// <param name="Palette">Red, green, blue of each index; empty when the file was gray.</param>
public sealed record IndexedImage(int Width, int Height, byte[] Indices, byte[] Palette);
