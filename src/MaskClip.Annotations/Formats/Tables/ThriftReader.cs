namespace MaskClip.Annotations.Formats.Tables;

/// <summary>Reads structures of Thrift's compact protocol, in which Parquet's metadata is written, without believing a length.</summary>
/// <remarks>
/// The protocol: <c>thrift-compact-protocol.md</c> of Apache Thrift. What numbers are for is the caller's; texts are passed over.
/// </remarks>
/// <param name="bytes">The bytes; the structure begins with the first one.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int depth;

    /// <summary>Bytes that were read.</summary>
    public int Position { get; private set; }

    /// <summary>Reads a structure: whole numbers, structures and lists of them by their field's id.</summary>
    /// <exception cref="FormatException">The bytes end before it does, a length does not fit them, or it is nested too deeply.</exception>
    public Dictionary<int, object> ReadStruct()
    {
        if (++depth > MaxDepth) throw new FormatException($"The metadata is nested more than {MaxDepth} deep.");
        var fields = new Dictionary<int, object>();
        int id = 0;
        while (true)
        {
            int header = Byte(), type = header & 15, step = header >> 4;
            if (header == 0) break;
            id = step == 0 ? (int)ZigZag() : id + step;
            if (Value(type, isField: true) is { } value) fields[id] = value;
        }

        depth--;
        return fields;
    }

    private object? Value(int type, bool isField)
    {
        switch (type)
        {
            // A field's truth is in its type, an element's takes a byte.
            case 1 or 2:
                if (!isField) Byte();
                return null;
            case 3: return (long)(sbyte)Byte();
            case 4 or 5 or 6: return ZigZag();
            case 7: Skip(sizeof(double)); return null;
            case 8: Skip(Count(1)); return null;
            case 9 or 10: return List();
            case 11: SkipMap(); return null;
            case 12: return ReadStruct();
            default: throw new FormatException($"The metadata has a value of type {type}, which is unknown.");
        }
    }

    private object[] List()
    {
        if (++depth > MaxDepth) throw new FormatException($"The metadata is nested more than {MaxDepth} deep.");
        int header = Byte(), type = header & 15, count = header >> 4;
        if (count == 15) count = Count(1);
        var values = new List<object>();
        for (int i = 0; i < count; i++) if (Value(type, isField: false) is { } value) values.Add(value);
        depth--;
        return [.. values];
    }

    private void SkipMap()
    {
        int count = Count(2);
        if (count == 0) return;
        int types = Byte();
        for (int i = 0; i < count; i++)
        {
            Value(types >> 4, isField: false);
            Value(types & 15, isField: false);
        }
    }

    // A count of what takes at least so many bytes each: more of it than bytes are left is damage.
    private int Count(int each)
    {
        ulong count = VarInt();
        int left = (bytes.Length - Position) / each;
        return count <= (ulong)left
            ? (int)count
            : throw new FormatException($"The metadata claims {count} values where {left} can follow.");
    }

    private long ZigZag()
    {
        ulong value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128) return value;
        }

        throw new FormatException("The metadata has a number of more than 64 bits.");
    }

    private int Byte() => Position < bytes.Length
        ? bytes[Position++]
        : throw new FormatException("The metadata breaks off.");

    private void Skip(int count)
    {
        if (count > bytes.Length - Position) throw new FormatException("The metadata breaks off.");
        Position += count;
    }
}
