using MaskClip.Engine;
using MaskClip.Model;
using MaskClip.Text;
using MaskClip.Towers;

namespace MaskClip.Families.Bridge;

/// <summary>Runs a BERT encoder behind its word pieces; names are centered by the mean of many texts.</summary>
internal sealed class BertTextEncoder : ITextEncoder
{
    private readonly TokenGraph graph;
    private readonly BertConfig config;
    private readonly WordPieces pieces;
    private readonly float[] center;

    /// <summary>Opens the encoder.</summary>
    /// <param name="graph">Path of its graph.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="pieces">Its tokenizer.</param>
    /// <param name="center">What is subtracted from a name's vector.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="device">Where the engine computes.</param>
    public BertTextEncoder(string graph, BertConfig config, WordPieces pieces, float[] center, int threads, EngineDevice device)
    {
        this.config = config;
        this.pieces = pieces;
        this.center = center;
        this.graph = new TokenGraph(graph, config.ContextLength, config.VocabularySize, config.Width, threads, device);
    }

    /// <inheritdoc/>
    public int ContextLength => config.ContextLength;

    /// <inheritdoc/>
    public int Padding => 0;

    /// <inheritdoc/>
    public int[] Tokenize(string text, out bool truncated) => pieces.Encode(text, ContextLength, out truncated);

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken) =>
        TextEncoding.Encode(this, texts, cut, cancellationToken);

    /// <summary>Embeds tokens: the mean over a text's tokens, of unit length.</summary>
    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken)
    {
        var result = graph.Encode(texts, cancellationToken);
        UnitLength.Rows(result, config.Width);
        return result;
    }

    /// <inheritdoc/>
    public void Complete(Span<float> name)
    {
        System.Numerics.Tensors.TensorPrimitives.Subtract(name, center, name);
        UnitLength.Apply(name);
    }

    /// <inheritdoc/>
    public void Dispose() => graph.Dispose();
}
