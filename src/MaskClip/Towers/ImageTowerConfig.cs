
using MaskClip.Quantization;
using MaskClip.Scores;

namespace MaskClip.Towers;

/// <summary>What image towers have in common.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Width">Channels of the last feature map or of the tokens.</param>
/// <param name="Heads">Attention heads (of the transformer, or of the pooling attention).</param>
/// <param name="ImageSize">Side of the square images it was trained on, in pixels.</param>
/// <param name="EmbeddingSize">Length of the common embedding of photos and names.</param>
public abstract record ImageTowerConfig(int Width, int Heads, int ImageSize, int EmbeddingSize)
{
    /// <summary>Input pixels per grid cell as the tower was trained.</summary>
    public abstract int Stride { get; }

    /// <summary>Whether it can give finer grids with the same weights.</summary>
    internal virtual bool HasOutputStride => false;

    /// <summary>Whether it is a convolutional network, and not a transformer.</summary>
    internal virtual bool IsConvolutional => false;

    /// <summary>The minimum mean cosine with fp32 that a choice of layers for int8 must reach on its samples.</summary>
    internal virtual double Int8Aim => LayerSelection.Aim;

    /// <summary>Whether its graphs give what surrounds each position too (see <see cref="ImageGraphNames.Surroundings"/>).</summary>
    internal virtual bool GivesSurroundings => false;

    /// <summary>Tokens before those of the positions: CLIP's class token.</summary>
    internal virtual int PrefixTokens => 1;

    /// <summary>Cells along one side of a training image.</summary>
    public int TrainedGrid => ImageSize / Stride;

    /// <summary>The checkpoint's tensor of position embeddings, <c>[1 + trained grid squared, width]</c>.</summary>
    public virtual string PositionTensor => throw new InvalidOperationException("This tower has no position embeddings.");

    /// <summary>Length of one position's key.</summary>
    internal virtual int KeySize => Width;

    /// <summary>Input pixels per grid cell with an output stride.</summary>
    internal int CellOf(int outputStride) => HasOutputStride ? outputStride : Stride;

    /// <summary>What sides of inputs must be multiples of, where a cell has so many pixels.</summary>
    internal virtual int DivisorOf(int cell) => Stride;

    /// <summary>Grid cells along a side of so many input pixels.</summary>
    /// <param name="pixels">Pixels of the side.</param>
    /// <param name="cell">Input pixels per grid cell.</param>
    /// <returns><see langword="null"/> where the tower does not take such a side.</returns>
    internal virtual int? CellsOf(int pixels, int cell) => pixels > 0 && pixels % DivisorOf(cell) == 0 ? pixels / cell : null;

    /// <summary>About how many bytes the engine takes to embed one input: two maps of attention of every head.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="cell">Input pixels per grid cell.</param>
    internal virtual double EmbeddingBytes(int width, int height, int cell)
    {
        double positions = 1 + (double)width / cell * ((double)height / cell);
        return 2.0 * Heads * sizeof(float) * positions * positions;
    }

    /// <summary>
    /// The input pixel on which the grid's first position sits: the middle of its cell, unless the tower's padding moves it.
    /// </summary>
    internal virtual double FirstPosition(int cell) => (cell - 1) / 2.0;
}
