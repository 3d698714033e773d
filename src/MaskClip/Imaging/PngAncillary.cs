using System.Buffers.Binary;

namespace MaskClip.Imaging;

/// <summary>
/// What stands in a PNG file beside its pixels (PNG 3.0, sections 5.3 and 11.3): orientation is read, the rest is never shown to the
/// decoder.
/// </summary>
internal static class PngAncillary
{
    private const int Overhead = 12; // length, type, check sum
    private const int HeaderEnd = 8 + 8 + 8; // signature, IHDR's length and type, width and height

    // Little costs nothing to decode, and to leave it out a copy of the file is made.
    private const long MaxShown = 1 << 16;

    /// <summary>Whether the bytes begin as a PNG file.</summary>
    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(IndexedPng.Signature);

    /// <summary>The file without the chunks that do not change its pixels, where they are more than a few bytes.</summary>
    /// <remarks>The decoder copies and inflates texts and profiles of any length: 16 MB of them took 22 s for 64x64 pixels.</remarks>
    public static ReadOnlySpan<byte> LeaveOut(ReadOnlySpan<byte> file)
    {
        long needless = 0;
        foreach (var (chunk, type) in new Chunks(file))
        {
            if (!IsNeeded(type)) needless += chunk.Length;
        }

        if (needless <= MaxShown) return file;
        var kept = new byte[file.Length - needless];
        IndexedPng.Signature.CopyTo(kept);
        int at = IndexedPng.Signature.Length, end = at;
        foreach (var (chunk, type) in new Chunks(file))
        {
            end += chunk.Length;
            if (!IsNeeded(type)) continue;
            chunk.CopyTo(kept.AsSpan(at));
            at += chunk.Length;
        }

        file[end..].CopyTo(kept.AsSpan(at)); // a chunk that is cut off: the decoder says so
        return kept;
    }

    /// <summary>EXIF's orientation from the <c>eXIf</c> chunk, 1 to 8; 1 where there is none.</summary>
    public static int Orientation(ReadOnlySpan<byte> file)
    {
        foreach (var (chunk, type) in new Chunks(file))
        {
            if (type.SequenceEqual("eXIf"u8)) return ExifOrientation(chunk[8..^4]);
        }

        return 1;
    }

    /// <summary>Width and height as stored, from the header; <see langword="null"/> where the file is cut off in it.</summary>
    public static (int Width, int Height)? StoredSize(ReadOnlySpan<byte> file) => file.Length < HeaderEnd
        ? null
        : (BinaryPrimitives.ReadInt32BigEndian(file[(HeaderEnd - 8)..]), BinaryPrimitives.ReadInt32BigEndian(file[(HeaderEnd - 4)..]));

    // Critical chunks have a capital first; transparency is the one ancillary chunk that decides what pixels are.
    private static bool IsNeeded(ReadOnlySpan<byte> type) => (type[0] & 0x20) == 0 || type.SequenceEqual("tRNS"u8);

    /// <summary>Tag 0x0112 of the first directory (EXIF 2.32, section 4.6).</summary>
    private static int ExifOrientation(ReadOnlySpan<byte> exif)
    {
        bool little = exif.StartsWith("II*\0"u8);
        if (exif.Length < 8 || !(little || exif.StartsWith("MM\0*"u8))) return 1;
        uint at = little ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (at > exif.Length - 2) return 1;
        int entries = Short(exif[(int)at..], little);
        for (int i = 0; i < entries && at + 2 + 12 * (i + 1) <= exif.Length; i++)
        {
            var entry = exif.Slice((int)at + 2 + 12 * i, 12);
            // 0 and 9 upward are written by programs that know no better: decoders turn nothing then.
            if (Short(entry, little) == 0x0112 && Short(entry[2..], little) == 3)
                return Short(entry[8..], little) is >= 1 and <= 8 and var orientation ? orientation : 1;
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    /// <summary>Walks over whole chunks, up to where the file ends or is cut off.</summary>
    private ref struct Chunks(ReadOnlySpan<byte> file)
    {
        private ReadOnlySpan<byte> rest = file.Length > 8 ? file[8..] : [];
        private ReadOnlySpan<byte> chunk;

        public readonly Chunk Current => new(chunk, chunk.Slice(4, 4));

        public readonly Chunks GetEnumerator() => this;

        public bool MoveNext()
        {
            if (rest.Length < Overhead) return false;
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - Overhead) return false;
            chunk = rest[..(Overhead + (int)length)];
            rest = rest[chunk.Length..];
            return true;
        }
    }

    private readonly ref struct Chunk(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> type)
    {
        private readonly ReadOnlySpan<byte> whole = whole;
        private readonly ReadOnlySpan<byte> type = type;

        public void Deconstruct(out ReadOnlySpan<byte> all, out ReadOnlySpan<byte> name)
        {
            all = whole;
            name = type;
        }
    }
}
