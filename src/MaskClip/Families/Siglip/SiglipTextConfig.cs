namespace MaskClip.Families.Siglip;

/// <summary>SigLIP's text transformer.</summary>
/// <param name="Width">Token width.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="ContextLength">Tokens of every text, padding included: the last one is read.</param>
/// <param name="VocabularySize">Number of tokens.</param>
/// <param name="EmbeddingSize">Length of the common embedding.</param>
internal sealed record SiglipTextConfig(int Width, int Heads, int Layers, int ContextLength, int VocabularySize, int EmbeddingSize)
{
    /// <summary>The perceptrons' activation.</summary>
    public Activation Activation { get; init; } = Activation.TanhGelu;

    /// <summary>What normalizations add to the variance.</summary>
    public float Epsilon { get; init; } = 1e-6f;

    /// <summary>
    /// How texts are cleaned before they are divided into pieces; <see langword="null"/> for what the tokenizer's kind wants.
    /// </summary>
    public Func<string, string>? Clean { get; init; }
}
