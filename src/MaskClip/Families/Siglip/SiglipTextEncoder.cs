using MaskClip.Engine;
using MaskClip.Model;
using MaskClip.Towers;

namespace MaskClip.Families.Siglip;

/// <summary>
/// Runs SigLIP's text tower behind its tokenizer. Every text is filled up to the context length, since padding takes part.
/// </summary>
internal sealed class SiglipTextEncoder : ITextEncoder
{
    private readonly TokenGraph graph;
    private readonly SiglipTextConfig config;
    private readonly Lazy<SiglipTokenizer> tokenizer;

    /// <summary>Opens the tower.</summary>
    /// <param name="graph">Path of its graph.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="tokenizer">Opens its tokenizer when the first text comes: whole tables of tokens can do without.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="device">Where the engine computes.</param>
    public SiglipTextEncoder(string graph, SiglipTextConfig config, Func<SiglipTokenizer> tokenizer, int threads, EngineDevice device)
    {
        this.config = config;
        this.tokenizer = new(tokenizer, LazyThreadSafetyMode.PublicationOnly);
        this.graph = new TokenGraph(graph, config.ContextLength, config.VocabularySize, config.EmbeddingSize, threads, device);
    }

    /// <inheritdoc/>
    public int ContextLength => config.ContextLength;

    /// <inheritdoc/>
    public int Padding => tokenizer.Value.Padding;

    /// <inheritdoc/>
    public int[] Tokenize(string text, out bool truncated) => tokenizer.Value.Encode(text, ContextLength, out truncated);

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken) =>
        TextEncoding.Encode(this, texts, cut, cancellationToken);

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken) => graph.Encode(
        [
            .. texts.Select(text =>
                text.Length < ContextLength ? [.. text, .. Enumerable.Repeat(Padding, ContextLength - text.Length)] : text),
        ], cancellationToken);

    /// <inheritdoc/>
    public void Complete(Span<float> name)
    {
        // The mean of the sentences is the name.
    }

    /// <inheritdoc/>
    public void Dispose() => graph.Dispose();
}
