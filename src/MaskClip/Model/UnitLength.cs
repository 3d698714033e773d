using System.Numerics.Tensors;

namespace MaskClip.Model;

/// <summary>Vectors brought to unit length.</summary>
internal static class UnitLength
{
    private const float Smallest = 1e-12f; // PyTorch's F.normalize

    /// <summary>Brings a vector to unit length, in place.</summary>
    public static void Apply(Span<float> vector) =>
        TensorPrimitives.Divide(vector, Math.Max(TensorPrimitives.Norm<float>(vector), Smallest), vector);

    /// <summary>Brings every row of a matrix <c>[n, size]</c> to unit length, in place.</summary>
    public static void Rows(Span<float> rows, int size)
    {
        for (int at = 0; at < rows.Length; at += size) Apply(rows.Slice(at, size));
    }

    /// <summary>The vector itself, brought to unit length.</summary>
    public static float[] Of(float[] vector)
    {
        Apply(vector);
        return vector;
    }
}
