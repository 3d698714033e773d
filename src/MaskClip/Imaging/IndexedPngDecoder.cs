using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace MaskClip.Imaging;

/// <summary>Reads one palette or gray PNG; every error in the file becomes an <see cref="ImageFormatException"/>.</summary>
internal sealed class IndexedPngDecoder(string name, long maxPixels)
{
    private readonly ArrayBufferWriter<byte> compressed = new();
    private byte[] palette = [];
    private int width;
    private int height;
    private int bits;
    private bool wide;

    /// <summary>Reads labels of 8 bits or less, and the palette.</summary>
    public IndexedImage Decode(ReadOnlySpan<byte> png)
    {
        ReadChunks(png);
        return new IndexedImage(width, height, Inflate<byte>(Unpack), palette);
    }

    /// <summary>Reads labels of 16 bits or less, and the palette.</summary>
    public (int Width, int Height, ushort[] Labels, int Bits, byte[] Palette) DecodeLabels(ReadOnlySpan<byte> png)
    {
        wide = true;
        ReadChunks(png);
        return (width, height, Inflate<ushort>(Unpack), bits, palette);
    }

    private void ReadChunks(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(IndexedPng.Signature)) throw Error("This is not a PNG file; label maps must be palette or gray PNG.");
        var rest = png[IndexedPng.Signature.Length..];
        while (ReadChunk(ref rest)) { }
        if (width == 0) throw Error("The header chunk is missing.");
    }

    private bool ReadChunk(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 12) throw CutOff();
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12) throw CutOff();
        var typeAndData = rest.Slice(4, 4 + (int)length);
        if (PngChunks.CheckSum(typeAndData) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
        {
            throw Error("The file is corrupted (wrong check sum); fetch it again.");
        }

        rest = rest[(12 + (int)length)..];
        return Take(typeAndData[..4], typeAndData[4..]);
    }

    private bool Take(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (width == 0 && !type.SequenceEqual("IHDR"u8)) throw Error("The header chunk is missing.");
        if (type.SequenceEqual("IHDR"u8)) ReadHeader(data);
        else if (type.SequenceEqual("PLTE"u8)) ReadPalette(data);
        else if (type.SequenceEqual("IDAT"u8)) compressed.Write(data);
        return !type.SequenceEqual("IEND"u8);
    }

    private void ReadPalette(ReadOnlySpan<byte> colors)
    {
        if (colors.Length > 768 || colors.Length % 3 != 0) throw Error("The palette is corrupted.");
        palette = colors.ToArray();
    }

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length != 13 || width != 0) throw Error("The header chunk is corrupted.");
        ImageLimits.Check(name, BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]), maxPixels);
        width = BinaryPrimitives.ReadInt32BigEndian(header);
        height = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        bits = header[8];
        int colorType = header[9];
        if (colorType is not (0 or 3) || !(bits is 1 or 2 or 4 or 8 || (wide && bits == 16 && colorType == 0)))
        {
            string allowed = "A label map must be a palette or gray PNG of 1, 2, 4 or 8 bits" + (wide ? ", or a gray one of 16" : "");
            throw Error($"{allowed}; this one is {KindName(colorType)} with {bits} bits.");
        }

        if (header[10] != 0 || header[11] != 0) throw Error("The header chunk is corrupted.");
        if (header[12] != 0) throw Error("The PNG is interlaced, which is not supported for label maps; save it without interlacing.");
    }

    private static string KindName(int colorType) => colorType switch
    {
        0 => "gray",
        2 => "RGB",
        3 => "palette",
        4 => "gray with alpha",
        6 => "RGB with alpha",
        _ => $"of color type {colorType}",
    };

    private T[] Inflate<T>(UnpackRow<T> unpack)
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed.WrittenSpan.ToArray()), CompressionMode.Decompress);
        var indices = GC.AllocateUninitializedArray<T>(width * height);
        int stride = (int)(((long)width * bits + 7) / 8);
        Span<byte> row = new byte[1 + stride], above = new byte[1 + stride];
        try
        {
            for (int y = 0; y < height; y++)
            {
                zlib.ReadExactly(row);
                if (row[0] > 4) throw Error($"The file is corrupted (row filter {row[0]}); fetch it again.");
                PngFilter.Undo(row[0], row[1..], above[1..], bits == 16 ? 2 : 1);
                unpack(row[1..], indices.AsSpan(y * width, width));
                var swap = above;
                above = row;
                row = swap;
            }
        }
        catch (EndOfStreamException)
        {
            throw CutOff();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ImageFormatException(name, "The file is corrupted (compressed data); fetch it again.", e);
        }

        return indices;
    }

    private void Unpack(ReadOnlySpan<byte> row, Span<byte> indices)
    {
        if (bits == 8)
        {
            row.CopyTo(indices);
            return;
        }

        int mask = (1 << bits) - 1;
        for (int x = 0, bit = 0; x < indices.Length; x++, bit += bits) indices[x] = (byte)(row[bit >> 3] >> 8 - bits - (bit & 7) & mask);
    }

    private void Unpack(ReadOnlySpan<byte> row, Span<ushort> labels)
    {
        if (bits == 16)
        {
            var values = MemoryMarshal.Cast<byte, ushort>(row);
            if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(values, labels);
            else values.CopyTo(labels);
            return;
        }

        int mask = (1 << bits) - 1;
        for (int x = 0, bit = 0; x < labels.Length; x++, bit += bits) labels[x] = (ushort)(row[bit >> 3] >> 8 - bits - (bit & 7) & mask);
    }

    private ImageFormatException CutOff() => Error("The file is cut off; fetch it again.");

    private ImageFormatException Error(string error) => new(name, error);

    private delegate void UnpackRow<T>(ReadOnlySpan<byte> row, Span<T> labels);
}
