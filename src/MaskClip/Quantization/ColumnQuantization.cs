using System.Numerics.Tensors;

namespace MaskClip.Quantization;

/// <summary>A matrix <c>[in, out]</c> as signed bytes with one scale for each output column, zero at zero.</summary>
/// <remarks>
/// <para>
/// Bytes go from -64 to 64, not to 127. Processors without integer dot products (AVX2 alone) add two products of an unsigned activation
/// with a signed weight in 16 bits, with saturation: 2 · 255 · 64 = 32640 fits there, 2 · 255 · 127 does not. So every processor computes
/// the same numbers, and a converted model can be moved between them.
/// </para>
/// <para>
/// Unsigned weights, which ONNX Runtime multiplies without saturation too, take 2.5 times as long on a processor with VNNI.
/// </para>
/// </remarks>
internal static class ColumnQuantization
{
    /// <summary>The greatest magnitude of a quantized weight.</summary>
    public const int Levels = 64;

    /// <summary>
    /// The least number of full precision (2^-126): with smaller scales bytes would be off by whole steps, and such numbers are as good as
    /// 0.
    /// </summary>
    public const float MinScale = 1.17549435e-38f;

    /// <summary>One scale for each column: its greatest magnitude over <see cref="Levels"/>.</summary>
    public static float[] Scales(ReadOnlySpan<float> matrix, int columns)
    {
        var scales = new float[columns];
        var magnitudes = new float[columns];
        for (int at = 0; at < matrix.Length; at += columns)
        {
            TensorPrimitives.Abs(matrix.Slice(at, columns), magnitudes);
            TensorPrimitives.Max(scales, magnitudes, scales);
        }

        TensorPrimitives.Multiply(scales, 1f / Levels, scales);
        foreach (ref var scale in scales.AsSpan())
        {
            if (scale < MinScale) scale = 1; // a column of zeros stays one under any scale
        }

        return scales;
    }

    /// <summary>The matrix over its columns' scales, rounded.</summary>
    public static sbyte[] Quantize(ReadOnlySpan<float> matrix, ReadOnlySpan<float> scales)
    {
        int columns = scales.Length;
        var result = new sbyte[matrix.Length];
        var row = new float[columns];
        for (int at = 0; at < matrix.Length; at += columns)
        {
            TensorPrimitives.Divide(matrix.Slice(at, columns), scales, row);
            TensorPrimitives.Round(row, row);
            TensorPrimitives.ConvertSaturating(row, result.AsSpan(at, columns));
        }

        return result;
    }
}
