using System.Buffers.Binary;
using System.IO.Hashing;

namespace MaskClip.Labelling.Shards;

/// <summary>Reads a shard, record by record.</summary>
internal static class ShardFile
{
    /// <summary>Whether a shard ends as a whole one does, by its last bytes and its length alone.</summary>
    public static bool LooksWhole(string path)
    {
        using var file = Open(path);
        return EndOf(file) is not null;
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="DamagedShardException">It is cut off or altered.</exception>
    public static ShardHeader Header(string path)
    {
        using var file = Open(path);
        using var reader = new BinaryReader(file);
        return Guard(path, () => Header(path, file, reader, null));
    }

    /// <summary>Reads all records and checks that they are what was written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">Whether labels are read too, and the checksum with them; otherwise failures only.</param>
    /// <exception cref="DamagedShardException">It is cut off or altered.</exception>
    public static IEnumerable<(byte Kind, byte[] Bytes)> Records(string path, bool labels = true)
    {
        using var file = Open(path);
        using var reader = new BinaryReader(file);
        var hash = labels ? new XxHash128() : null;
        var (length, checksum) = Guard(path, () =>
        {
            var end = EndOf(file);
            Header(path, file, reader, hash);
            return end!.Value;
        });
        while (file.Position < length)
        {
            if (Guard(path, () => Next(path, file, reader, length, hash)) is { } record) yield return record;
        }

        if (hash is not null && !hash.GetCurrentHash().AsSpan().SequenceEqual(checksum))
            throw new DamagedShardException(path, "is not what was written: its checksum is another");
    }

    private static (byte Kind, byte[] Bytes)? Next(string path, FileStream file, BinaryReader reader, long end, XxHash128? hash)
    {
        byte kind = reader.ReadByte();
        int length = reader.ReadInt32();
        if (kind is not (ShardLayout.Labels or ShardLayout.Failure) || length < 0 || length > end - file.Position)
            throw new DamagedShardException(path, "is damaged: a record in it cannot be read");
        if (kind == ShardLayout.Labels && hash is null)
        {
            file.Position += length;
            return null;
        }

        var bytes = reader.ReadBytes(length);
        Append(hash, kind, length);
        hash?.Append(bytes);
        return (kind, bytes);
    }

    private static ShardHeader Header(string path, FileStream file, BinaryReader reader, XxHash128? hash)
    {
        if (EndOf(file) is not var (end, _)) throw new DamagedShardException(path, "is cut off");
        file.Position = 0;
        var begin = reader.ReadBytes(ShardLayout.Begin.Length);
        if (!begin.AsSpan().SequenceEqual(ShardLayout.Begin)) throw new DamagedShardException(path, "is not a shard of labels");
        int length = reader.ReadInt32();
        if (length < 0 || length > end - file.Position) throw new DamagedShardException(path, "is damaged: its beginning cannot be read");
        var bytes = reader.ReadBytes(length);
        hash?.Append(begin);
        Append(hash, null, length);
        hash?.Append(bytes);
        return ShardHeader.Read(bytes);
    }

    private static void Append(XxHash128? hash, byte? kind, int length)
    {
        if (hash is null) return;
        Span<byte> bytes = stackalloc byte[4];
        if (kind is { } one) hash.Append([one]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        hash.Append(bytes);
    }

    private static (long Length, byte[] Checksum)? EndOf(FileStream file)
    {
        if (file.Length < ShardLayout.EndLength + ShardLayout.Begin.Length) return null;
        file.Position = file.Length - ShardLayout.EndLength;
        var end = new byte[ShardLayout.EndLength];
        file.ReadExactly(end);
        long length = BinaryPrimitives.ReadInt64LittleEndian(end);
        return length == file.Length - ShardLayout.EndLength && end.AsSpan(24).SequenceEqual(ShardLayout.End) ? (length, end[8..24]) : null;
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw new DamagedShardException(path, "is damaged");
        }
    }
}
