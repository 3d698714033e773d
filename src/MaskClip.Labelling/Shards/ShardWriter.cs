using System.Buffers.Binary;
using System.IO.Hashing;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats.Merging;
using MaskClip.Labelling.Photos;
using MaskClip.Storage;

namespace MaskClip.Labelling.Shards;

/// <summary>Writes a shard: it appears whole, or not at all. For one thread at a time.</summary>
internal sealed class ShardWriter : IDisposable
{
    private readonly PendingFile file;
    private readonly XxHash128 hash = new();
    private long length;

    /// <summary>Begins a shard.</summary>
    public ShardWriter(string path, ShardHeader header)
    {
        file = new PendingFile(path);
        try
        {
            Write(ShardLayout.Begin);
            var bytes = header.ToBytes();
            WriteLength(bytes.Length);
            Write(bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A photo's labels as a record's bytes; safe to call from several threads.</summary>
    public static byte[] Record(ListedPhoto photo, AnnotatedPhoto labels) => Bytes(to =>
    {
        to.Write(photo.Location);
        to.Write(photo.Offset);
        to.Write(photo.Length);
        to.Write(PhotoBytes.Write(labels, category => category));
    });

    /// <summary>Adds a photo's labels.</summary>
    public void Add(byte[] record) => Add(ShardLayout.Labels, record);

    /// <summary>Adds a photo that could not be labeled.</summary>
    public void Add(FailedPhoto photo) => Add(ShardLayout.Failure, Bytes(to =>
    {
        to.Write(photo.Name);
        to.Write(photo.Location);
        to.Write(photo.Error);
    }));

    /// <summary>Ends the shard and gives it its name.</summary>
    public void Commit()
    {
        var end = new byte[ShardLayout.EndLength];
        BinaryPrimitives.WriteInt64LittleEndian(end, length);
        hash.GetCurrentHash(end.AsSpan(8));
        ShardLayout.End.CopyTo(end.AsSpan(24));
        file.Stream.Write(end);
        file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        write(to);
        to.Flush();
        return stream.ToArray();
    }

    private void Add(byte kind, byte[] record)
    {
        Write([kind]);
        WriteLength(record.Length);
        Write(record);
    }

    private void WriteLength(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Write(bytes);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        hash.Append(bytes);
        length += bytes.Length;
        file.Stream.Write(bytes);
    }
}
