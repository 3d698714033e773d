using System.Runtime.InteropServices;

namespace MaskClip.Checkpoints;

/// <summary>A tensor to be written: fp32, 16-bit or int64 numbers in row-major order.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
public sealed class SafetensorsEntry
{
    private readonly Array _values;

    /// <summary>An fp32 tensor.</summary>
    public SafetensorsEntry(string name, int[] shape, float[] values)
        : this(name, ElementType.Float32, shape, values)
    {
    }

    /// <summary>An int64 tensor.</summary>
    public SafetensorsEntry(string name, int[] shape, long[] values)
        : this(name, ElementType.Int64, shape, values)
    {
    }

    /// <summary>A tensor of a type of 16 bits, by its bits.</summary>
    public SafetensorsEntry(string name, ElementType type, int[] shape, ushort[] bits)
        : this(name, type, shape, (Array)bits)
    {
        if (type.Size() != sizeof(ushort)) throw new ArgumentException($"Tensor '{name}': {type} does not have 16 bits.", nameof(type));
    }

    private SafetensorsEntry(string name, ElementType type, int[] shape, Array values)
    {
        if (!TensorShape.TryCount(shape, type.Size(), out var count) || count != values.LongLength)
        {
            throw new ArgumentException(
                $"Tensor '{name}': {values.LongLength} values do not fill the shape {TensorShape.Text(shape)}.", nameof(values));
        }

        Name = name;
        Type = type;
        Shape = shape;
        _values = values;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How its numbers are written.</summary>
    public ElementType Type { get; }

    /// <summary>Its dimensions, outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>Its numbers as they are written.</summary>
    internal ReadOnlySpan<byte> Bytes => _values switch
    {
        float[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
        ushort[] bits => MemoryMarshal.AsBytes(bits.AsSpan()),
        _ => MemoryMarshal.AsBytes(((long[])_values).AsSpan()),
    };
}
