
using MaskClip.Quantization;

namespace MaskClip.Towers;

/// <summary>CLIP's ModifiedResNet: a three-convolution stem, average pools as strides, attention pooling.</summary>
/// <param name="Width">Channels of the last feature map (32 times the base width).</param>
/// <param name="Heads">Heads of the pooling attention.</param>
/// <param name="ImageSize">Side of the training images, pixels.</param>
/// <param name="EmbeddingSize">Length of the common embedding.</param>
/// <param name="Layers">Bottleneck blocks in each of the four stages.</param>
internal sealed record ModifiedResNetConfig(int Width, int Heads, int ImageSize, int EmbeddingSize, IReadOnlyList<int> Layers)
    : ImageTowerConfig(Width, Heads, ImageSize, EmbeddingSize)
{
    /// <summary>The output stride with which CLIP's ResNets were trained.</summary>
    public const int TrainedStride = 32;

    /// <inheritdoc/>
    public override int Stride => TrainedStride;

    /// <inheritdoc/>
    public override bool HasOutputStride => true;

    /// <inheritdoc/>
    public override bool IsConvolutional => true;

    /// <inheritdoc/>
    public override double Int8Aim => LayerSelection.ConvolutionAim;

    /// <inheritdoc/>
    public override string PositionTensor => "visual.attnpool.positional_embedding";
}
