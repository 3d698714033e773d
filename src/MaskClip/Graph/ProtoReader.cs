using System.Buffers.Binary;

namespace MaskClip.Graph;

/// <summary>Walks the fields of a protocol-buffer message: as much of the wire format as ONNX files and sentencepiece models use.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private readonly int length = message.Length;
    private ReadOnlySpan<byte> rest = message;

    /// <summary>The current field's number.</summary>
    public int Field { get; private set; }

    /// <summary>The current field as it stands in the message, tag included.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>The content of a field of bytes, text or a message; empty for numbers.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Where <see cref="Content"/> begins, in bytes from the start of the message.</summary>
    public int ContentStart { get; private set; }

    /// <summary>The value of an integer field; the bits of a fixed one.</summary>
    public ulong Number { get; private set; }

    /// <summary>Steps to the next field.</summary>
    /// <exception cref="FormatException">The message is cut off or no protocol buffer.</exception>
    public bool Next()
    {
        if (rest.IsEmpty) return false;
        var start = rest;
        ulong tag = ReadVarint();
        Field = (int)(tag >> 3);
        Content = default;
        Number = 0;
        switch ((int)(tag & 7))
        {
            case Varint: Number = ReadVarint(); break;
            case Fixed64: Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8)); break;
            case Fixed32: Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4)); break;
            case Bytes: Content = Take(ReadVarint()); break;
            default: throw new FormatException("It is not a protocol buffer.");
        }

        ContentStart = length - rest.Length - Content.Length;
        Whole = start[..^rest.Length];
        return true;
    }

    /// <summary>Steps through bare integers, as packed lists have them.</summary>
    /// <exception cref="FormatException">The list is cut off.</exception>
    public bool NextNumber(out ulong number)
    {
        number = 0;
        if (rest.IsEmpty) return false;
        number = ReadVarint();
        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)rest.Length) throw new FormatException("It is cut off.");
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException("It is not a protocol buffer.");
    }
}
