using System.Numerics.Tensors;

namespace MaskClip.Quantization;

/// <summary>A convolution's weight <c>[out, in, k, k]</c> as signed bytes with one scale for each output channel, zero at zero.</summary>
/// <remarks>Bytes go as far as <see cref="ColumnQuantization.Levels"/>, for the reason given there.</remarks>
internal static class ChannelQuantization
{
    // The bias becomes a 32-bit integer in steps of input scale times weight scale. A channel whose weights are next to nothing beside its
    // bias (batch normalization makes such) must not have steps so small that the bias does not fit; its weights round to zero instead.
    private const float MinShareOfBias = 1f / (1 << 20);

    /// <summary>One scale for each channel: its greatest magnitude over <see cref="ColumnQuantization.Levels"/>.</summary>
    public static float[] Scales(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        var scales = new float[bias.Length];
        int size = weight.Length / bias.Length;
        for (int channel = 0; channel < scales.Length; channel++)
        {
            float greatest = Math.Abs(TensorPrimitives.MaxMagnitude(weight.Slice(channel * size, size)));
            float scale = Math.Max(greatest / ColumnQuantization.Levels, Math.Abs(bias[channel]) * MinShareOfBias);
            scales[channel] = scale < ColumnQuantization.MinScale ? 1 : scale; // a channel of zeros stays one under any scale
        }

        return scales;
    }

    /// <summary>The bias with what rounding the weight adds on average taken off, so that a channel's mean stays.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="bias">The bias.</param>
    /// <param name="means">Mean of each channel that comes in.</param>
    /// <remarks>
    /// M. Nagel et al., "Data-free quantization through weight equalization and bias correction", ICCV 2019, section 4.2. Padding is passed
    /// over.
    /// </remarks>
    public static float[] Correct(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, ReadOnlySpan<float> means)
    {
        var scales = Scales(weight, bias);
        var bytes = Quantize(weight, scales);
        var corrected = bias.ToArray();
        int size = weight.Length / bias.Length, kernel = size / means.Length;
        for (int i = 0; i < weight.Length; i++) corrected[i / size] -= (bytes[i] * scales[i / size] - weight[i]) * means[i % size / kernel];
        return corrected;
    }

    /// <summary>The weight over its channels' scales, rounded.</summary>
    public static sbyte[] Quantize(ReadOnlySpan<float> weight, ReadOnlySpan<float> scales)
    {
        var result = new sbyte[weight.Length];
        int size = weight.Length / scales.Length;
        var row = new float[size];
        for (int channel = 0; channel < scales.Length; channel++)
        {
            TensorPrimitives.Divide(weight.Slice(channel * size, size), scales[channel], row);
            TensorPrimitives.Round(row, row);
            TensorPrimitives.ConvertSaturating(row, result.AsSpan(channel * size, size));
        }

        return result;
    }
}
