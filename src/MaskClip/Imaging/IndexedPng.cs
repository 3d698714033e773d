namespace MaskClip.Imaging;

/// <summary>Label maps as palette PNG files, index by index exact. Image libraries turn them into colors or reorder the palette.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class IndexedPng
{
    internal static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    /// <summary>Reads a file. See <see cref="Decode"/>.</summary>
    public static IndexedImage Read(string path, long maxPixels = RgbImage.DefaultMaxPixels) =>
        Decode(ImageSource.Read(path), path, maxPixels);

    /// <summary>Reads palette or gray PNGs of 1, 2, 4 or 8 bits; all else throws <see cref="ImageFormatException"/>.</summary>
    public static IndexedImage Decode(ReadOnlySpan<byte> png, string name = "stream", long maxPixels = RgbImage.DefaultMaxPixels) =>
        new IndexedPngDecoder(name, maxPixels).Decode(png);

    /// <summary>Writes a palette PNG of 8 bits with all 256 colors; colors past the end of the given palette are black.</summary>
    public static byte[] Encode(IndexedImage image)
    {
        using var png = new MemoryStream();
        Write(image, png);
        return png.ToArray();
    }

    /// <summary>Writes the same to a stream, which is left open.</summary>
    public static void Write(IndexedImage image, Stream stream)
    {
        Check(image);
        Span<byte> palette = stackalloc byte[768];
        palette.Clear();
        image.Palette.CopyTo(palette);
        PngWriter.Write(stream, image.Width, image.Height, image.Indices, palette);
    }

    /// <summary>Encodes levels of gray, or a mask of 0 and 1, as a gray PNG of 8 bits.</summary>
    /// <param name="width">The picture's width in pixels; at least 1.</param>
    /// <param name="height">The picture's height in pixels; at least 1.</param>
    /// <param name="levels">One byte a pixel, row by row: <c>[height, width]</c>.</param>
    /// <exception cref="ArgumentException">There are more or fewer levels than pixels, or none.</exception>
    public static byte[] EncodeGray(int width, int height, ReadOnlySpan<byte> levels)
    {
        if (width <= 0 || height <= 0 || levels.Length != (long)width * height)
            throw new ArgumentException($"{width}x{height} pixels do not fit {levels.Length} levels.", nameof(levels));
        using var png = new MemoryStream();
        PngWriter.WriteGray(png, width, height, levels);
        return png.ToArray();
    }

    private static void Check(IndexedImage image)
    {
        if (image.Width <= 0 || image.Height <= 0 || image.Indices.Length != (long)image.Width * image.Height)
        {
            throw new ArgumentException($"{image.Width}x{image.Height} pixels do not fit {image.Indices.Length} indices.", nameof(image));
        }

        if (image.Palette.Length > 768)
        {
            throw new ArgumentException($"A palette holds 768 bytes at most; {image.Palette.Length} were given.", nameof(image));
        }
    }
}
