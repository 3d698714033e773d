using SkiaSharp;

namespace MaskClip.Imaging;

/// <summary>Pictures of this library as SkiaSharp has them, to draw on, and back.</summary>
/// <remarks>Safe to use from several threads, each with bitmaps of its own.</remarks>
public static class SkiaPictures
{
    /// <summary>Copies a picture into an opaque bitmap of 8 bits a channel (RGBA).</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>The bitmap, which the caller disposes.</returns>
    public static SKBitmap ToBitmap(this RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return ImageCodec.ToBitmap(picture);
    }

    /// <summary>Copies a bitmap's colors; transparency is dropped, not blended.</summary>
    /// <param name="bitmap">The bitmap: <see cref="SKColorType.Rgba8888"/>, without bytes between its rows.</param>
    /// <exception cref="ArgumentException">The bitmap is laid out otherwise.</exception>
    public static RgbImage ToRgbImage(this SKBitmap bitmap)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        return bitmap.ColorType == SKColorType.Rgba8888 && bitmap.RowBytes == 4 * bitmap.Width
            ? ImageCodec.ToImage(bitmap)
            : throw new ArgumentException(
                $"The bitmap is {bitmap.ColorType} with {bitmap.RowBytes} bytes a row of {bitmap.Width} pixels; Rgba8888 with 4 bytes a " +
                "pixel is expected. Copy it into such a one.",
                nameof(bitmap));
    }
}
