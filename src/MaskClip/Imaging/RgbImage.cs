namespace MaskClip;

/// <summary>A picture in memory: 8-bit red, green, blue, row by row.</summary>
public sealed class RgbImage
{
    /// <summary>Wraps pixels.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">Red, green, blue of each pixel, rows from top to bottom; <c>3 * width * height</c> bytes, not copied.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
        {
            throw new ArgumentException($"{width}x{height} pixels need {3L * width * height} bytes; {pixels.Length} were given.", nameof(pixels));
        }

        Width = width;
        Height = height;
        Data = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The pixels: red, green, blue, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => Data;

    /// <summary>The same pixels, for this library's own loops.</summary>
    internal byte[] Data { get; }
}
