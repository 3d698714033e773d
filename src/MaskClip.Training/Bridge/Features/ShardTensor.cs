using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MaskClip.Training.Bridge.Features;

/// <summary>A photo's numbers as they are kept: fp16.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Shape">Their shape.</param>
/// <param name="Bits">The numbers.</param>
internal sealed record ShardTensor(string Name, int[] Shape, ushort[] Bits)
{
    /// <summary>Rounds numbers to fp16; what is beyond its range becomes its largest number.</summary>
    public static ShardTensor Of(string name, int[] shape, float[] values)
    {
        var limited = new float[values.Length];
        TensorPrimitives.Clamp(values, (float)Half.MinValue, (float)Half.MaxValue, limited);
        var bits = new ushort[values.Length];
        TensorPrimitives.ConvertToHalf(limited, MemoryMarshal.Cast<ushort, Half>(bits.AsSpan()));
        return new ShardTensor(name, shape, bits);
    }
}
