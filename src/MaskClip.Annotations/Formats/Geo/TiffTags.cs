using System.Buffers.Binary;

namespace MaskClip.Annotations.Formats.Geo;

/// <summary>The tags of a TIFF file's first picture: classic and BigTIFF, either byte order. Pixels are not read.</summary>
internal sealed class TiffTags
{
    private const int MaxTags = 4096, MaxValues = 1 << 16;

    private readonly Stream stream;
    private readonly bool isLittle, isBig;
    private readonly Dictionary<int, (int Type, long Count, byte[] Inline)> tags = [];

    private TiffTags(Stream stream, bool isLittle, bool isBig)
    {
        (this.stream, this.isLittle, this.isBig) = (stream, isLittle, isBig);
        stream.Position = isBig ? 8 : 4;
        stream.Position = isBig ? checked((long)Whole(Bytes(8))) : (long)Whole(Bytes(4));
        ulong count = Whole(Bytes(isBig ? 8 : 2));
        if (count > MaxTags) throw new FormatException($"The TIFF has {count} tags; up to {MaxTags} are read.");
        for (ulong i = 0; i < count; i++)
        {
            int tag = (int)Whole(Bytes(2)), type = (int)Whole(Bytes(2));
            long values = checked((long)Whole(Bytes(isBig ? 8 : 4)));
            tags.TryAdd(tag, (type, values, Bytes(isBig ? 8 : 4)));
        }
    }

    /// <summary>Reads the tags.</summary>
    /// <param name="stream">The file; it can be sought.</param>
    /// <returns><see langword="null"/> where it is not a TIFF.</returns>
    /// <exception cref="FormatException">The TIFF is cut off or damaged.</exception>
    public static TiffTags? Read(Stream stream)
    {
        var start = new byte[4];
        stream.Position = 0;
        if (stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4) return null;
        (bool isLittle, bool isBig)? kind = start switch
        {
            [(byte)'I', (byte)'I', 42, 0] => (true, false),
            [(byte)'M', (byte)'M', 0, 42] => (false, false),
            [(byte)'I', (byte)'I', 43, 0] => (true, true),
            [(byte)'M', (byte)'M', 0, 43] => (false, true),
            _ => null,
        };
        return kind is var (little, big) ? new TiffTags(stream, little, big) : null;
    }

    /// <summary>A tag's numbers; empty where it is missing.</summary>
    /// <exception cref="FormatException">They are not numbers, or lie outside the file.</exception>
    public double[] Numbers(int tag)
    {
        if (!tags.TryGetValue(tag, out var value)) return [];
        int size = value.Type switch { 1 => 1, 3 => 2, 4 => 4, 11 => 4, 12 => 8, 16 => 8, _ => 0 };
        if (size == 0 || value.Count > MaxValues)
            throw new FormatException($"The tag {tag} of the TIFF has {value.Count} values of the kind {value.Type}; numbers are needed.");
        var bytes = value.Inline;
        if (size * value.Count > bytes.Length)
        {
            stream.Position = checked((long)Whole(bytes));
            bytes = Bytes((int)(size * value.Count));
        }

        var numbers = new double[value.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            ulong bits = Whole(bytes.AsSpan(i * size, size));
            numbers[i] = value.Type switch
            {
                12 => BitConverter.UInt64BitsToDouble(bits),
                11 => BitConverter.UInt32BitsToSingle((uint)bits),
                _ => bits,
            };
        }

        return numbers;
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new FormatException("The TIFF is cut off: its tags lie outside the file.");
    }

    private ulong Whole(ReadOnlySpan<byte> bytes) => (bytes.Length, isLittle) switch
    {
        (1, _) => bytes[0],
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };
}
