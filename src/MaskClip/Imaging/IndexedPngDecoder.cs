using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace MaskClip.Imaging;

/// <summary>Reads one palette or grey PNG; every fault of the file becomes an <see cref="ImageFormatException"/>.</summary>
internal sealed class IndexedPngDecoder(string name, long maxPixels)
{
    private readonly ArrayBufferWriter<byte> compressed = new();
    private byte[] palette = [];
    private int width;
    private int height;
    private int bits;

    public IndexedImage Decode(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(IndexedPng.Signature)) throw Fault("This is not a PNG file; label maps must be palette or grey PNG.");
        var rest = png[IndexedPng.Signature.Length..];
        while (ReadChunk(ref rest)) { }
        if (width == 0) throw Fault("The header chunk is missing.");
        return new IndexedImage(width, height, Inflate(), palette);
    }

    private bool ReadChunk(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 12) throw CutOff();
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12) throw CutOff();
        var typeAndData = rest.Slice(4, 4 + (int)length);
        if (PngChunks.CheckSum(typeAndData) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
        {
            throw Fault("The file is corrupted (wrong check sum); fetch it again.");
        }

        rest = rest[(12 + (int)length)..];
        return Take(typeAndData[..4], typeAndData[4..]);
    }

    private bool Take(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (width == 0 && !type.SequenceEqual("IHDR"u8)) throw Fault("The header chunk is missing.");
        if (type.SequenceEqual("IHDR"u8)) ReadHeader(data);
        else if (type.SequenceEqual("PLTE"u8)) ReadPalette(data);
        else if (type.SequenceEqual("IDAT"u8)) compressed.Write(data);
        return !type.SequenceEqual("IEND"u8);
    }

    private void ReadPalette(ReadOnlySpan<byte> colours)
    {
        if (colours.Length > 768 || colours.Length % 3 != 0) throw Fault("The palette is corrupted.");
        palette = colours.ToArray();
    }

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length != 13 || width != 0) throw Fault("The header chunk is corrupted.");
        ImageLimits.Check(name, BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]), maxPixels);
        width = BinaryPrimitives.ReadInt32BigEndian(header);
        height = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        bits = header[8];
        int colourType = header[9];
        if (colourType is not (0 or 3) || bits is not (1 or 2 or 4 or 8))
        {
            const string allowed = "A label map must be a palette or grey PNG of 1, 2, 4 or 8 bits";
            throw Fault($"{allowed}; this one is {KindName(colourType)} with {bits} bits.");
        }

        if (header[10] != 0 || header[11] != 0) throw Fault("The header chunk is corrupted.");
        if (header[12] != 0) throw Fault("The PNG is interlaced, which is not supported for label maps; save it without interlacing.");
    }

    private static string KindName(int colourType) => colourType switch
    {
        0 => "grey",
        2 => "RGB",
        3 => "palette",
        4 => "grey with alpha",
        6 => "RGB with alpha",
        _ => $"of colour type {colourType}",
    };

    private byte[] Inflate()
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed.WrittenSpan.ToArray()), CompressionMode.Decompress);
        var indices = GC.AllocateUninitializedArray<byte>(width * height);
        int stride = (int)(((long)width * bits + 7) / 8);
        Span<byte> row = new byte[1 + stride], above = new byte[1 + stride];
        try
        {
            for (int y = 0; y < height; y++)
            {
                zlib.ReadExactly(row);
                if (row[0] > 4) throw Fault($"The file is corrupted (row filter {row[0]}); fetch it again.");
                PngFilter.Undo(row[0], row[1..], above[1..]);
                Unpack(row[1..], indices.AsSpan(y * width, width));
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

    private ImageFormatException CutOff() => Fault("The file is cut off; fetch it again.");

    private ImageFormatException Fault(string fault) => new(name, fault);
}
