namespace MaskClip.Clip;

/// <summary>What the two kinds of image tower have in common.</summary>
/// <param name="Width">Channels of the last feature map or of the tokens.</param>
/// <param name="Heads">Attention heads (of the transformer, or of the pooling attention).</param>
/// <param name="ImageSize">Side of the square images it was trained on, in pixels.</param>
/// <param name="EmbeddingSize">Length of the common embedding of photos and names.</param>
internal abstract record ImageTowerConfig(int Width, int Heads, int ImageSize, int EmbeddingSize)
{
    /// <summary>Input pixels per grid cell; sides of inputs are multiples of it.</summary>
    public abstract int Stride { get; }

    /// <summary>Cells along one side of a training image.</summary>
    public int TrainedGrid => ImageSize / Stride;

    /// <summary>The checkpoint's tensor of position embeddings, <c>[1 + trained grid squared, width]</c>.</summary>
    public abstract string PositionTensor { get; }

    /// <summary>Length of one position's key.</summary>
    public int KeySize => Width;
}
