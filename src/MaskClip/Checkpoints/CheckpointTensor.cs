using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MaskClip.Checkpoints;

/// <summary>One named tensor of a checkpoint; its numbers are read when asked for, while the checkpoint is open.</summary>
/// <remarks>
/// Several threads may read it while its file is open; a later read is refused, and one that is under way is finished first.
/// </remarks>
public sealed class CheckpointTensor
{
    // The longest of any published model has 130 letters.
    private const int MaxNameLength = 4096;

    private readonly TensorBytes _bytes;

    /// <summary>Creates a tensor whose shape was checked against its bytes.</summary>
    internal CheckpointTensor(string path, string name, ElementType type, int[] shape, TensorBytes bytes)
    {
        Path = path;
        Name = name;
        StoredName = name;
        Type = type;
        Shape = shape;
        _bytes = bytes;
        if (name.Length > MaxNameLength)
        {
            throw new CheckpointException(
                path,
                $"its name has {name.Length} letters; {MaxNameLength} are allowed. The file is damaged, or made to exhaust the machine: " +
                $"download it again.",
                name[..64] + "...");
        }

        if (!TensorShape.TryCount(shape, type.Size(), out var count))
        {
            throw new CheckpointException(path, $"the shape {TensorShape.Text(shape)} is not one that can be read: 2 GiB at most.", name);
        }

        Count = count;
    }

    /// <summary>The file it comes from, for messages.</summary>
    public string Path { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The name that its file has for it, for messages; of joined tensors the first one's.</summary>
    internal string StoredName { get; init; }

    /// <summary>How its numbers are stored.</summary>
    public ElementType Type { get; }

    /// <summary>Its dimensions, outermost first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many numbers it holds.</summary>
    public long Count { get; }

    /// <summary>The bytes as stored, row-major, little endian. Valid while the checkpoint is open: keep it alive.</summary>
    /// <exception cref="ObjectDisposedException">The checkpoint was disposed.</exception>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            using var call = Begin();
            return _bytes.Read();
        }
    }

    /// <inheritdoc cref="TensorBytes.Begin"/>
    internal IDisposable? Begin() => _bytes.Begin();

    /// <summary>Converts all numbers to fp32; <paramref name="destination"/> must hold <see cref="Count"/> of them or more.</summary>
    /// <exception cref="ObjectDisposedException">The checkpoint was disposed.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length < Count)
        {
            throw new ArgumentException(
                $"Tensor '{Name}' has {Count} numbers, the destination holds {destination.Length}.", nameof(destination));
        }

        destination = destination[..(int)Count];
        using var call = Begin();
        var bytes = _bytes.Read();
        switch (Type)
        {
            case ElementType.Float32: bytes.CopyTo(MemoryMarshal.AsBytes(destination)); break;
            case ElementType.Float16: TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), destination); break;
            case ElementType.BFloat16: WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes), destination); break;
            case ElementType.Float64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), destination); break;
            case ElementType.Int64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(bytes), destination); break;
            case ElementType.Int32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), destination); break;
            case ElementType.Int16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(bytes), destination); break;
            case ElementType.Int8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes), destination); break;
            default: TensorPrimitives.ConvertTruncating(bytes, destination); break;
        }
    }

    /// <summary>All numbers as fp32, row-major.</summary>
    public float[] ToArray()
    {
        var values = GC.AllocateUninitializedArray<float>((int)Count);
        CopyTo(values);
        return values;
    }

    /// <summary>The matrix of which this one shows rows and columns exchanged; <see langword="null"/> for any other tensor.</summary>
    internal CheckpointTensor? Transposed => (_bytes as TransposedBytes)?.Source;

    /// <summary>The tensor that holds just these rows, where it can be read without the others.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="count">Number of rows.</param>
    internal CheckpointTensor? PartOf(int from, int count) =>
        from == 0 && count == Shape[0] ? this : (_bytes as JoinedBytes)?.PartOf(from, count);

    /// <summary>Some rows as fp32: what is one of several joined tensors is read without the others.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="count">Number of rows.</param>
    internal float[] Rows(int from, int count)
    {
        if (PartOf(from, count) is { } part) return part.ToArray();
        int row = (int)(Count / Shape[0]);
        return ToArray().AsSpan(from * row, count * row).ToArray();
    }

    /// <summary>All numbers as fp32, of a tensor that holds weights: none of them NaN or infinite.</summary>
    /// <exception cref="CheckpointException">One is.</exception>
    internal float[] ToWeights()
    {
        var values = ToArray();
        RequireFinite(values);
        return values;
    }

    /// <summary><see cref="ToWeights"/> into numbers that are there already.</summary>
    /// <param name="destination"><see cref="Count"/> numbers.</param>
    /// <exception cref="CheckpointException">One is NaN or infinite.</exception>
    internal void CopyWeightsTo(Span<float> destination)
    {
        CopyTo(destination);
        RequireFinite(destination);
    }

    /// <summary>The number of a tensor that holds a single one.</summary>
    /// <exception cref="CheckpointException">It holds more or none, a whole one, or one that is NaN or infinite.</exception>
    internal float ToScalar() => Count == 1 && !Type.IsInteger()
        ? ToWeights()[0]
        : throw new CheckpointException(
            Path, $"has shape {TensorShape.Text(Shape)} and type {Type}; one number is expected.", StoredName);

    /// <summary>What cosines are multiplied by, whose logarithm CLIP and SigLIP train.</summary>
    /// <exception cref="CheckpointException">It is not a number, or one whose exponential is none.</exception>
    internal float ToLogitScale() => MathF.Exp(ToScalar()) is var scale && float.IsFinite(scale) && scale > 0
        ? scale
        : throw new CheckpointException(
            Path, $"is {ToScalar()}, whose exponential is {scale}; a number about 4.6 is expected. Take another checkpoint.", StoredName);

    /// <summary><see cref="Rows"/> of a tensor that holds weights.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="count">Number of rows.</param>
    /// <exception cref="CheckpointException">A number is NaN or infinite.</exception>
    internal float[] WeightRows(int from, int count)
    {
        if (PartOf(from, count) is { } part) return part.ToWeights();
        var rows = Rows(from, count);
        RequireFinite(rows);
        return rows;
    }

    /// <summary>Checks numbers that were made of this tensor's: weights that are not numbers make every result one that is none.</summary>
    /// <exception cref="CheckpointException">One is NaN or infinite.</exception>
    internal void RequireFinite(ReadOnlySpan<float> values)
    {
        if (TensorPrimitives.IsFiniteAll(values)) return;
        int at = 0;
        while (float.IsFinite(values[at])) at++;
        throw new CheckpointException(
            Path,
            $"its number {at} is {(float.IsNaN(values[at]) ? "not a number (NaN)" : "infinite")}; weights must be finite. The training " +
            $"failed, or the file is damaged: take another checkpoint.",
            StoredName);
    }

    /// <summary>All numbers of an integer tensor, exactly.</summary>
    public long[] ToInt64Array()
    {
        if (!Type.IsInteger())
        {
            throw new CheckpointException(Path, $"whole numbers were expected, the tensor holds {Type.SafetensorsName()}.", Name);
        }

        var values = new long[Count];
        var bytes = Bytes;
        switch (Type)
        {
            case ElementType.Int64: bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan())); break;
            case ElementType.Int32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), values); break;
            case ElementType.Int16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(bytes), values); break;
            case ElementType.Int8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes), values); break;
            default: TensorPrimitives.ConvertTruncating(bytes, values); break;
        }

        GC.KeepAlive(_bytes);
        return values;
    }

    /// <summary>The same numbers under another name.</summary>
    internal CheckpointTensor Rename(string name) =>
        name == Name ? this : new CheckpointTensor(Path, name, Type, [.. Shape], _bytes) { StoredName = StoredName };

    // bfloat16 is the upper half of an fp32 number.
    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        var bits = MemoryMarshal.Cast<float, uint>(destination);
        TensorPrimitives.ConvertTruncating(source, bits);
        TensorPrimitives.ShiftLeft(bits, 16, bits);
    }
}
