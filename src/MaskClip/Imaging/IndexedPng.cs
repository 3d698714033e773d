using System.Buffers.Binary;
using System.IO.Compression;

namespace MaskClip.Imaging;

/// <summary>Label maps as palette PNG files, index by index exact. Image libraries turn them into colours or reorder the palette.</summary>
internal static class IndexedPng
{
    internal static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    /// <summary>Reads a file. See <see cref="Decode"/>.</summary>
    public static IndexedImage Read(string path, long maxPixels = RgbImage.DefaultMaxPixels) =>
        Decode(ImageSource.Read(path), path, maxPixels);

    /// <summary>Reads palette or grey PNGs of 1, 2, 4 or 8 bits; all else throws <see cref="ImageFormatException"/>.</summary>
    public static IndexedImage Decode(ReadOnlySpan<byte> png, string name = "stream", long maxPixels = RgbImage.DefaultMaxPixels) =>
        new IndexedPngDecoder(name, maxPixels).Decode(png);

    /// <summary>Writes a palette PNG of 8 bits with all 256 colours; colours past the end of the given palette are black.</summary>
    public static byte[] Encode(IndexedImage image)
    {
        Check(image);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;
        header[9] = 3;
        var palette = new byte[768];
        image.Palette.CopyTo(palette, 0);

        var png = new MemoryStream();
        png.Write(Signature);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "PLTE"u8, palette);
        WriteChunk(png, "IDAT"u8, Compress(image));
        WriteChunk(png, "IEND"u8, []);
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

    private static ReadOnlySpan<byte> Compress(IndexedImage image)
    {
        // Regions are large and alike from row to row: the difference to the row above (filter 2, "Up") is nearly all zeros.
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + image.Width];
            row[0] = 2;
            ReadOnlySpan<byte> above = new byte[image.Width];
            for (int y = 0; y < image.Height; y++)
            {
                var indices = image.Indices.AsSpan(y * image.Width, image.Width);
                System.Numerics.Tensors.TensorPrimitives.Subtract(indices, above, row.AsSpan(1));
                zlib.Write(row);
                above = indices;
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        int start = (int)png.Length;
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngCrc.Compute(png.GetBuffer().AsSpan(start, 4 + data.Length)));
        png.Write(number);
    }
}
