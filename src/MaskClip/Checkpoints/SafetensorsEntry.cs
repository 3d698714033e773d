using System.Runtime.InteropServices;

namespace MaskClip.Checkpoints;

/// <summary>A tensor to be written: fp32, fp16 or int64 numbers in row-major order.</summary>
internal sealed class SafetensorsEntry
{
    private readonly Array _values;

    /// <summary>An fp32 tensor.</summary>
    public SafetensorsEntry(string name, int[] shape, float[] values)
        : this(name, ElementType.Float32, shape, values)
    {
    }

    /// <summary>An fp16 tensor.</summary>
    public SafetensorsEntry(string name, int[] shape, Half[] values)
        : this(name, ElementType.Float16, shape, values)
    {
    }

    /// <summary>An int64 tensor.</summary>
    public SafetensorsEntry(string name, int[] shape, long[] values)
        : this(name, ElementType.Int64, shape, values)
    {
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
    public ReadOnlySpan<byte> Bytes => _values switch
    {
        float[] floats => MemoryMarshal.AsBytes(floats.AsSpan()),
        Half[] halves => MemoryMarshal.AsBytes(halves.AsSpan()),
        _ => MemoryMarshal.AsBytes(((long[])_values).AsSpan()),
    };
}
