using System.Buffers.Binary;
using System.Text;

namespace MaskClip.Checkpoints.Torch;

/// <summary>
/// Reads a zip archive's central directory (PKWARE APPNOTE 6.3.10, with zip64), which says where entries lie in the file.
/// </summary>
/// <remarks>System.IO.Compression hides those places, and without them nothing could be mapped.</remarks>
internal static class ZipDirectory
{
    private const uint EntrySignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const int EntryLength = 46;
    private const int EndLength = 22;
    private const int End64Length = 56;
    private const int Locator64Length = 20;
    private const uint Unknown32 = 0xffffffff;

    /// <summary>The entries by name.</summary>
    public static Dictionary<string, ZipEntry> Read(MappedBytes archive)
    {
        var (offset, length) = Locate(archive);
        if (length > Array.MaxLength || !archive.Contains(offset, length)) throw Error(archive, "its directory lies outside the file");
        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        for (var rest = archive.Slice(offset, (int)length); rest.Length > 0;)
        {
            var entry = ReadEntry(archive, ref rest);
            if (!entries.TryAdd(entry.Name, entry)) throw Error(archive, $"it holds two entries '{entry.Name}'");
        }

        return entries;
    }

    private static (long Offset, long Length) Locate(MappedBytes archive)
    {
        // The end record is followed by a comment of up to 65535 bytes.
        var tailLength = (int)Math.Min(archive.Length, EndLength + ushort.MaxValue);
        var tail = archive.Slice(archive.Length - tailLength, tailLength);
        var at = tail.Length - EndLength;
        while (at >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(tail[at..]) != EndSignature) at--;
        if (at < 0) throw Error(archive, "its directory, which ends a zip archive, is missing");
        var end = tail[at..];
        if (at >= Locator64Length && BinaryPrimitives.ReadUInt32LittleEndian(tail[(at - Locator64Length)..]) == Locator64Signature)
        {
            var offset64 = BinaryPrimitives.ReadInt64LittleEndian(tail[(at - Locator64Length + 8)..]);
            if (!archive.Contains(offset64, End64Length)) throw Error(archive, "its zip64 directory lies outside the file");
            var end64 = archive.Slice(offset64, End64Length);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end64) != End64Signature) throw Error(archive, "its zip64 directory is damaged");
            return (BinaryPrimitives.ReadInt64LittleEndian(end64[48..]), BinaryPrimitives.ReadInt64LittleEndian(end64[40..]));
        }

        return (BinaryPrimitives.ReadUInt32LittleEndian(end[16..]), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]));
    }

    private static ZipEntry ReadEntry(MappedBytes archive, ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(rest) != EntrySignature)
        {
            throw Error(archive, "its directory is damaged");
        }

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]);
        var length = EntryLength + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
        if (length > rest.Length) throw Error(archive, "its directory is damaged");
        long compressed = BinaryPrimitives.ReadUInt32LittleEndian(rest[20..]);
        long uncompressed = BinaryPrimitives.ReadUInt32LittleEndian(rest[24..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(rest[42..]);
        var wide = Zip64Extra(rest.Slice(EntryLength + nameLength, extraLength));
        if (!Widen(ref uncompressed, ref wide) || !Widen(ref compressed, ref wide) || !Widen(ref offset, ref wide))
        {
            throw Error(archive, "a zip64 entry of its directory is damaged");
        }

        var entry = new ZipEntry(
            Encoding.UTF8.GetString(rest.Slice(EntryLength, nameLength)),
            BinaryPrimitives.ReadUInt16LittleEndian(rest[10..]),
            BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]),
            compressed,
            uncompressed,
            offset);
        rest = rest[length..];
        return entry;
    }

    private static ReadOnlySpan<byte> Zip64Extra(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var size = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1) return extra.Slice(4, size);
            extra = extra[(4 + size)..];
        }

        return [];
    }

    // A field of all ones has its value in the zip64 extra, where such fields follow each other in order.
    private static bool Widen(ref long value, ref ReadOnlySpan<byte> wide)
    {
        if (value != Unknown32) return true;
        if (wide.Length < 8) return false;
        value = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[8..];
        return value >= 0;
    }

    private static CheckpointException Error(MappedBytes archive, string error) =>
        new(archive.Path, $"the zip archive cannot be read: {error}. The file is truncated or damaged: download or save it again.");
}
