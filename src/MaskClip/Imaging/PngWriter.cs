using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;

namespace MaskClip.Imaging;

/// <summary>Writes PNG files as rows come, in memory that does not grow with the picture.</summary>
/// <remarks>
/// Each row is stored as its difference to the row above (filter 2, "Up"), of which zlib shortens runs alone: half of the time that
/// SkiaSharp takes with its fastest settings, for about the same size.
/// </remarks>
internal static class PngWriter
{
    private static readonly ZLibCompressionOptions Runs = new()
    {
        CompressionLevel = 1,
        CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding,
    };

    /// <summary>Writes a picture.</summary>
    /// <param name="to">Where to; left open.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Red, green, blue of each pixel; with a palette, its index.</param>
    /// <param name="palette">Red, green, blue of 256 colors; empty for a picture without palette.</param>
    public static void Write(Stream to, int width, int height, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> palette = default) =>
        Write(to, width, height, pixels, colorType: palette.IsEmpty ? 2 : 3, palette);

    /// <summary>Writes a gray picture of 8 bits.</summary>
    /// <param name="to">Where to; left open.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="levels">The level of each pixel, row by row.</param>
    public static void WriteGray(Stream to, int width, int height, ReadOnlySpan<byte> levels) =>
        Write(to, width, height, levels, colorType: 0, palette: []);

    /// <summary>Writes labels: with a palette in 8 bits, as <see cref="LabelBytes"/>; without one as gray values of 16 bits.</summary>
    /// <param name="to">Where to; left open.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="labels">One a pixel, row by row.</param>
    /// <param name="palette">Red, green, blue of 256 colors; empty for 16 bits.</param>
    public static void WriteLabels(Stream to, int width, int height, ReadOnlySpan<ushort> labels, ReadOnlySpan<byte> palette)
    {
        using var chunks = new PngChunks(to);
        WriteHeader(to, chunks, width, height, palette.IsEmpty ? 16 : 8, palette.IsEmpty ? 0 : 3, palette);
        using (var zlib = new ZLibStream(chunks, Runs, leaveOpen: true)) WriteRows(zlib, labels, width, palette.IsEmpty);
        chunks.Flush();
        chunks.WriteWhole("IEND"u8, []);
    }

    private static void Write(Stream to, int width, int height, ReadOnlySpan<byte> pixels, int colorType, ReadOnlySpan<byte> palette)
    {
        using var chunks = new PngChunks(to);
        WriteHeader(to, chunks, width, height, bits: 8, colorType, palette);
        using (var zlib = new ZLibStream(chunks, Runs, leaveOpen: true)) WriteRows(zlib, pixels, colorType == 2 ? 3 * width : width);
        chunks.Flush();
        chunks.WriteWhole("IEND"u8, []);
    }

    private static void WriteHeader(Stream to, PngChunks chunks, int width, int height, int bits, int colorType, ReadOnlySpan<byte> palette)
    {
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = (byte)bits;
        header[9] = (byte)colorType;
        to.Write(IndexedPng.Signature);
        chunks.WriteWhole("IHDR"u8, header);
        if (!palette.IsEmpty) chunks.WriteWhole("PLTE"u8, palette);
    }

    private static void WriteRows(ZLibStream zlib, ReadOnlySpan<ushort> labels, int width, bool wide)
    {
        int stride = wide ? 2 * width : width;
        byte[] rented = ArrayPool<byte>.Shared.Rent(1 + 3 * stride);
        Span<byte> line = rented.AsSpan(0, 1 + stride), row = rented.AsSpan(1 + stride, stride);
        var above = rented.AsSpan(1 + 2 * stride, stride);
        line[0] = 2;
        above.Clear();
        for (int at = 0; at < labels.Length; at += width)
        {
            var own = labels.Slice(at, width);
            if (!wide) LabelBytes.Narrow(own, row);
            else for (int x = 0; x < width; x++) BinaryPrimitives.WriteUInt16BigEndian(row[(2 * x)..], own[x]);
            TensorPrimitives.Subtract(row, above, line[1..]);
            zlib.Write(line);
            var swap = above;
            above = row;
            row = swap;
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void WriteRows(ZLibStream zlib, ReadOnlySpan<byte> pixels, int stride)
    {
        var rented = ArrayPool<byte>.Shared.Rent(1 + stride);
        var line = rented.AsSpan(0, 1 + stride);
        line[0] = 2;
        pixels[..stride].CopyTo(line[1..]);
        zlib.Write(line);
        for (int at = stride; at < pixels.Length; at += stride)
        {
            TensorPrimitives.Subtract(pixels.Slice(at, stride), pixels.Slice(at - stride, stride), line[1..]);
            zlib.Write(line);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }
}
