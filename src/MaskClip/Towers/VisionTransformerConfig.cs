namespace MaskClip.Towers;

/// <summary>CLIP's vision transformer.</summary>
/// <param name="Width">Token width.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="ImageSize">Side of the training images, pixels.</param>
/// <param name="EmbeddingSize">Length of the common embedding.</param>
/// <param name="PatchSize">Side of a patch, pixels.</param>
/// <param name="Layers">Blocks.</param>
internal sealed record VisionTransformerConfig(int Width, int Heads, int ImageSize, int EmbeddingSize, int PatchSize, int Layers)
    : ImageTowerConfig(Width, Heads, ImageSize, EmbeddingSize)
{
    /// <inheritdoc/>
    public override int Stride => PatchSize;

    /// <inheritdoc/>
    public override string PositionTensor => "visual.positional_embedding";
}
