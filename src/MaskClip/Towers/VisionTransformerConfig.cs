namespace MaskClip.Towers;

/// <summary>A vision transformer: CLIP's, unless something else is said.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Width">Token width.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="ImageSize">Side of the training images, pixels.</param>
/// <param name="EmbeddingSize">Length of the common embedding.</param>
/// <param name="PatchSize">Side of a patch, pixels.</param>
/// <param name="Layers">Blocks.</param>
public sealed record VisionTransformerConfig(int Width, int Heads, int ImageSize, int EmbeddingSize, int PatchSize, int Layers)
    : ImageTowerConfig(Width, Heads, ImageSize, EmbeddingSize)
{
    /// <summary>Whether the sequence begins with a class token.</summary>
    public bool HasClassToken { get; init; } = true;

    /// <summary>Registers: tokens between the class token and the patches, without a position.</summary>
    public int Registers { get; init; }

    /// <summary>Whether patches are embedded with a bias.</summary>
    public bool HasPatchBias { get; init; }

    /// <summary>Whether tokens are normalized before the first block.</summary>
    public bool HasPreNorm { get; init; } = true;

    /// <summary>Whether features are projected after the last normalization.</summary>
    public bool HasProjection { get; init; } = true;

    /// <summary>Whether the perceptrons have a gate (SwiGLU).</summary>
    public bool IsGated { get; init; }

    /// <summary>
    /// Whether blocks attend head by head: one head's weights stay in the processor's cache, where all heads' take gigabytes at large sizes
    /// (ViT-B/16 at 1024 pixels). ViT-B/32 has few patches, and the many small operations would cost it more than they save.
    /// </summary>
    internal bool HeadByHead { get; init; } = ImageSize / PatchSize > 7;

    /// <inheritdoc/>
    internal override int PrefixTokens => (HasClassToken ? 1 : 0) + Registers;

    /// <inheritdoc/>
    public override int Stride => PatchSize;

    /// <inheritdoc/>
    public override string PositionTensor => "visual.positional_embedding";

    /// <summary>The same tower, attending head by head where that pays, or with all heads at once.</summary>
    internal VisionTransformerConfig Attending(bool headByHead) => this with { HeadByHead = HeadByHead && headByHead };

    /// <summary>Bytes of all heads' attention weights in one block.</summary>
    /// <param name="photos">Photos that go through the tower together.</param>
    /// <param name="patches">Patches of each.</param>
    internal long AttentionBytes(int photos, int patches) =>
        photos * Heads * (long)(patches + PrefixTokens) * (patches + PrefixTokens) * sizeof(float);
}
