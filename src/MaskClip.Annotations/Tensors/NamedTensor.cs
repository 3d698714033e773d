using System.Runtime.InteropServices;

namespace MaskClip.Annotations.Tensors;

/// <summary>Numbers in rows that other programs read: fp32 or 16 bits without sign, little-endian.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="Safetensors">Its type's name in safetensors.</param>
/// <param name="Numpy">Its type's name in NumPy.</param>
/// <param name="Bytes">Its numbers.</param>
internal sealed record NamedTensor(string Name, int[] Shape, string Safetensors, string Numpy, byte[] Bytes)
{
    /// <summary>A tensor of fp32 numbers.</summary>
    public static NamedTensor Of(string name, int[] shape, ReadOnlySpan<float> numbers) =>
        new(name, shape, "F32", "<f4", MemoryMarshal.AsBytes(numbers).ToArray());

    /// <summary>A tensor of 16-bit numbers without sign.</summary>
    public static NamedTensor Of(string name, int[] shape, ReadOnlySpan<ushort> numbers) =>
        new(name, shape, "U16", "<u2", MemoryMarshal.AsBytes(numbers).ToArray());
}
