
using MaskClip.Quantization;

namespace MaskClip.Towers;

/// <summary>CLIP's ModifiedResNet: a three-convolution stem, average pools as strides, attention pooling.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Width">Channels of the last feature map (32 times the base width).</param>
/// <param name="Heads">Heads of the pooling attention.</param>
/// <param name="ImageSize">Side of the training images, pixels.</param>
/// <param name="EmbeddingSize">Length of the common embedding.</param>
/// <param name="Layers">Bottleneck blocks in each of the four stages.</param>
public sealed record ModifiedResNetConfig(int Width, int Heads, int ImageSize, int EmbeddingSize, IReadOnlyList<int> Layers)
    : ImageTowerConfig(Width, Heads, ImageSize, EmbeddingSize)
{
    /// <summary>The output stride with which CLIP's ResNets were trained.</summary>
    public const int TrainedStride = 32;

    /// <inheritdoc/>
    public override int Stride => TrainedStride;

    /// <summary>
    /// Every side of at least one cell, as in the original: nothing is padded, and what pools cannot divide is left out on the right and
    /// below.
    /// </summary>
    internal override int? CellsOf(int pixels, int cell)
    {
        int side = (pixels + 1) / 2; // the stem's first convolution, padded by 1; all that follow are average pools
        for (int stride = 2; stride < cell; stride *= 2) side /= 2;
        return side > 0 ? side : null;
    }

    /// <inheritdoc/>
    internal override bool HasOutputStride => true;

    /// <summary>Its widest maps, 256 channels at a quarter of the sides, and positions compared with one another.</summary>
    internal override double EmbeddingBytes(int width, int height, int cell)
    {
        double positions = (double)width / cell * ((double)height / cell);
        return 4.0 * 256 / 16 * sizeof(float) * width * height + 2.0 * sizeof(float) * positions * positions;
    }

    /// <inheritdoc/>
    internal override bool IsConvolutional => true;

    /// <inheritdoc/>
    internal override double Int8Aim => LayerSelection.ConvolutionAim;

    /// <inheritdoc/>
    public override string PositionTensor => "visual.attnpool.positional_embedding";
}
