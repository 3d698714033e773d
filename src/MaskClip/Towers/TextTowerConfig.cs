namespace MaskClip.Towers;

/// <summary>CLIP's text transformer.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Width">Token width.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="ContextLength">The most tokens of a text, ends included (77 in CLIP).</param>
/// <param name="VocabularySize">Number of tokens (49408 in CLIP).</param>
/// <param name="EmbeddingSize">Length of the common embedding.</param>
/// <param name="EndOfText">
/// The token whose first place is read; <see langword="null"/> reads the place of the highest token, as OpenAI's code does.
/// </param>
public sealed record TextTowerConfig(
    int Width, int Heads, int Layers, int ContextLength, int VocabularySize, int EmbeddingSize, int? EndOfText)
{
    /// <summary>
    /// The tokens that have a row of their own in the table, where one more row stands for all others; <see langword="null"/> when all have
    /// one.
    /// </summary>
    public IReadOnlyList<int>? KeptTokens { get; init; }

    /// <summary>At which token a text is read.</summary>
    public TextPlace Place { get; init; }

    /// <summary>Whether a token sees only those before it, as in CLIP.</summary>
    public bool IsCausal { get; init; } = true;

    /// <summary>Whether something is added behind the projection.</summary>
    public bool HasProjectionBias { get; init; }

    /// <summary>
    /// Whether what stands behind a text's end changes its embedding, so that it must be filled up to the context's length as in training.
    /// </summary>
    public bool ReadsPadding => !IsCausal || Place == TextPlace.Last;
}
