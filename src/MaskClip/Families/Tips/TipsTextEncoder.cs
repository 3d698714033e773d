using MaskClip.Engine;
using MaskClip.Model;
using MaskClip.Text.SentencePiece;
using MaskClip.Towers;

namespace MaskClip.Families.Tips;

/// <summary>Runs TIPS's text tower behind its tokenizer: ASCII letters in lower case, pieces, no ends, cut to the context length.</summary>
/// <remarks>As the models were trained: <c>tf.strings.lower</c> leaves letters outside of ASCII alone.</remarks>
internal sealed class TipsTextEncoder : ITextEncoder
{
    private readonly TokenGraph graph;
    private readonly TipsTextConfig config;
    private readonly Lazy<PieceTokenizer> tokenizer;

    /// <summary>Opens the tower.</summary>
    /// <param name="graph">Path of its graph.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="tokenizer">Opens its tokenizer when the first text comes: tokens can do without.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="device">Where the engine computes.</param>
    public TipsTextEncoder(string graph, TipsTextConfig config, Func<PieceTokenizer> tokenizer, int threads, EngineDevice device)
    {
        this.config = config;
        this.tokenizer = new(tokenizer, LazyThreadSafetyMode.PublicationOnly);
        this.graph = new TokenGraph(graph, config.ContextLength, config.VocabularySize, config.Width, threads, device);
    }

    /// <inheritdoc/>
    public int ContextLength => config.ContextLength;

    /// <inheritdoc/>
    public int Padding => 0;

    /// <inheritdoc/>
    public int[] Tokenize(string text, out bool truncated)
    {
        int[] ids = tokenizer.Value.Encode(string.Create(text.Length, text, (lower, source) =>
        {
            for (int i = 0; i < lower.Length; i++) lower[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
        }));
        truncated = ids.Length > ContextLength;
        return truncated ? ids[..ContextLength] : ids;
    }

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken) =>
        TextEncoding.Encode(this, texts, cut, cancellationToken);

    /// <summary>Embeds tokens: the mean over a text's tokens. Zeros at its end are padding.</summary>
    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken)
    {
        int[][] own = [.. texts.Select(text => text[..(Array.FindLastIndex(text, id => id != Padding) + 1)])];
        int empty = Array.FindIndex(own, text => text.Length == 0);
        return empty < 0
            ? graph.Encode(own, cancellationToken)
            : throw new OptionsException(
                $"Text {empty + 1} of {own.Length} has no token, and TIPS has no vector for nothing. Write a word.");
    }

    /// <inheritdoc/>
    public void Complete(Span<float> name)
    {
        // The mean of the sentences is the name.
    }

    /// <inheritdoc/>
    public void Dispose() => graph.Dispose();
}
