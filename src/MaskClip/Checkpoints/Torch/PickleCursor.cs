using System.Buffers.Binary;
using System.Text;

namespace MaskClip.Checkpoints.Torch;

/// <summary>Reads the pieces of a pickle stream and refuses to read beyond its end.</summary>
internal ref struct PickleCursor(string path, ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How far the stream has been read.</summary>
    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public string Text(ulong length) => Encoding.UTF8.GetString(Take(length));

    /// <summary>Text up to the next line feed, which is skipped.</summary>
    public string Line()
    {
        var length = _bytes[Position..].IndexOf((byte)'\n');
        if (length < 0) throw Truncated();
        var line = Encoding.UTF8.GetString(Take((ulong)length));
        Take(1);
        return line;
    }

    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - Position)) throw Truncated();
        var taken = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    private readonly CheckpointException Truncated() =>
        new(path, $"its pickle ends in the middle of a value (byte {_bytes.Length}). The file is truncated: download or save it again.");
}
