using System.Text;

namespace MaskClip.Storage;

/// <summary>
/// Walks the headers of a tar before anything is read from it: sizes that are true, and kinds of entries that are read here.
/// </summary>
/// <remarks>
/// Safe to use from several threads. POSIX.1-2017, pax, section "ustar Interchange Format": 512 bytes a header, the size in octal,
/// entries padded to 512.
/// </remarks>
public static class TarHeaders
{
    private const int Block = 512, NameLength = 100, SizeAt = 124, SizeLength = 12, ChecksumAt = 148, ChecksumLength = 8, KindAt = 156;

    // Long names and attributes of one entry; GNU tar's own limit on names is 4 KiB.
    private const long MaxAttributes = 1 << 20;

    /// <summary>Checks every header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="tar">Its bytes; left at the beginning.</param>
    /// <exception cref="FormatException">An entry is not as long as it says, is sparse or too large, or this is not a tar.</exception>
    public static void Check(string path, Stream tar)
    {
        int entries = 0;
        Walk(path, tar, ref entries);
    }

    /// <summary>Counts the entries that can be read, for a reader that stops there.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="tar">Its bytes; left at the beginning.</param>
    /// <param name="error">What is wrong behind them; <see langword="null"/> where nothing is.</param>
    public static int Count(string path, Stream tar, out FormatException? error)
    {
        int entries = 0;
        error = null;
        try
        {
            Walk(path, tar, ref entries);
        }
        catch (FormatException found)
        {
            error = found;
            tar.Position = 0;
        }

        return entries;
    }

    // Names and attributes in front of an entry are not entries of their own.
    private static void Walk(string path, Stream tar, ref int entries)
    {
        var header = new byte[Block];
        string? last = null;
        for (long at = 0; at < tar.Length;)
        {
            tar.Position = at;
            int read = tar.ReadAtLeast(header, Block, throwOnEndOfStream: false);
            if (header.AsSpan(0, read).TrimStart((byte)0).IsEmpty) break; // blocks of zeros end it
            if (read < Block || !HasChecksum(header))
            {
                throw new FormatException(
                    last is null
                        ? $"{path}: this is not a tar file that can be read: it does not begin with an entry. Unpack .tar.gz first."
                        : $"{path}: behind the entry '{last}', at byte {at}, no other one begins: the tar is damaged. Fetch it again.");
            }

            var name = Name(header);
            long size = Size(header.AsSpan(SizeAt, SizeLength))
                ?? throw new FormatException($"{path}: the size of the entry '{name}' is not a number. Pack the tar again.");
            var kind = (char)header[KindAt];
            if (kind == 'S')
                throw new FormatException($"{path}: the entry '{name}' is sparse, which is not read. Pack the tar without holes.");
            if (kind is 'g' or 'x' or 'K' or 'L') CheckAttributes(path, name, tar, at + Block, size);
            if (size > int.MaxValue)
                throw new FormatException($"{path}: the entry '{name}' has {size} bytes; 2 GiB are allowed. Leave it out of the tar.");
            if (size > tar.Length - at - Block)
            {
                throw new FormatException(
                    $"{path}: the entry '{name}' says that it has {size} bytes, and {tar.Length - at - Block} follow. " +
                    $"The tar is cut off or damaged: fetch it again.");
            }

            last = name;
            if (kind is not ('x' or 'K' or 'L')) entries++;
            at += Block + (size + Block - 1) / Block * Block;
        }

        tar.Position = 0;
    }

    /// <summary>Refuses what another reader would take the next entry's place or size from.</summary>
    private static void CheckAttributes(string path, string name, Stream tar, long at, long size)
    {
        if (size > MaxAttributes)
        {
            throw new FormatException(
                $"{path}: the attributes of '{name}' have {size} bytes; {MaxAttributes} are allowed. Pack the tar again.");
        }

        var bytes = new byte[Math.Min(size, Math.Max(0, tar.Length - at))];
        tar.Position = at;
        int read = tar.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var text = Encoding.Latin1.GetString(bytes, 0, read);
        if (text.Contains(" GNU.sparse.", StringComparison.Ordinal) || text.Contains(" size=", StringComparison.Ordinal))
        {
            throw new FormatException(
                $"{path}: the entry behind '{name}' is sparse, or larger than 8 GiB, which is not read. Pack the tar without holes.");
        }
    }

    private static bool HasChecksum(ReadOnlySpan<byte> header)
    {
        if (Size(header.Slice(ChecksumAt, ChecksumLength)) is not { } said) return false;
        long sum = 0;
        for (int i = 0; i < header.Length; i++) sum += i is >= ChecksumAt and < ChecksumAt + ChecksumLength ? ' ' : header[i];
        return sum == said;
    }

    private static string Name(ReadOnlySpan<byte> header)
    {
        var name = header[..NameLength];
        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }

    /// <summary>A number in octal, or in base 256 where its first bit is set (GNU); <see langword="null"/> where it is none.</summary>
    private static long? Size(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            if ((field[0] & 0x40) != 0) return null;
            value = field[0] & 0x3F;
            foreach (var part in field[1..])
            {
                if (value >> 54 != 0) return null;
                value = value << 8 | part;
            }

            return value;
        }

        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            value = value << 3 | (long)(digit - '0');
        }

        return value;
    }
}
