
using MaskClip.Quantization;

namespace MaskClip.Towers;

/// <summary>
/// A ResNet as classifiers have it (a 7x7 stem, no attention), whose last map is brought into the names' space by one linear map.
/// </summary>
/// <param name="Channels">Channels of the last map.</param>
/// <param name="ImageSize">Side in pixels of the images it was trained on.</param>
/// <param name="EmbeddingSize">Length of the common embedding.</param>
/// <param name="Layers">Blocks in each of the four stages.</param>
/// <param name="IsBasic">Whether blocks have two 3x3 convolutions (ResNet-18 and 34), or are bottlenecks.</param>
/// <param name="PadsUnevenly">Whether strided layers pad one row and column less at the end.</param>
internal sealed record ResNetConfig(
    int Channels, int ImageSize, int EmbeddingSize, IReadOnlyList<int> Layers, bool IsBasic, bool PadsUnevenly)
    : ImageTowerConfig(Channels, 1, ImageSize, EmbeddingSize)
{
    /// <summary>The output stride with which such networks are trained.</summary>
    public const int TrainedStride = 32;

    /// <inheritdoc/>
    public override int Stride => TrainedStride;

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

    /// <summary>
    /// What is promised, and no more: on photographs masks are as good with every layer in int8 (docs/results.md), unlike those of CLIP's
    /// ResNets.
    /// </summary>
    internal override double Int8Aim => LayerSelection.MinCosine;

    /// <inheritdoc/>
    internal override bool GivesSurroundings => true;

    /// <summary>Channels of the stage before the last, which keys are read from.</summary>
    public int KeyChannels => Channels / 2;

    /// <summary>A position's key: its channels of the last two stages.</summary>
    internal override int KeySize => KeyChannels + Channels;

    /// <inheritdoc/>
    internal override int DivisorOf(int cell) => cell;

    /// <summary>
    /// Every strided layer begins with a whole kernel around its first sample, so that position i sits on pixel i · stride.
    /// </summary>
    internal override double FirstPosition(int cell) => 0;

    /// <summary>The residual network at an output stride.</summary>
    public ResidualTrunk Trunk(int outputStride) => new(
        IsBasic ? BackboneKind.PlainBasic : BackboneKind.PlainBottleneck, Layers, Channels / (IsBasic ? 8 : 32), outputStride);
}
