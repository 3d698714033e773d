using MaskClip.Engine;
using MaskClip.Model;
using MaskClip.Text;
using MaskClip.Towers;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Bridge;

/// <summary>Runs a BERT encoder behind its word pieces; names are centered by the mean of many texts.</summary>
internal sealed class BertTextEncoder : ITextEncoder
{
    private const int BatchSize = 32;

    private readonly EngineSession session;
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
        session = new EngineSession(graph, threads, device);
    }

    /// <inheritdoc/>
    public int ContextLength => config.ContextLength;

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken)
    {
        var tokens = new int[texts.Count][];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = pieces.Encode(texts[i], ContextLength, out bool truncated);
            if (truncated) cut.Add(i);
        }

        return Encode(tokens, cancellationToken);
    }

    /// <summary>Embeds tokens: the mean over a text's tokens, of unit length.</summary>
    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken)
    {
        foreach (int[] text in texts) Check(text);
        var result = new float[texts.Count * config.Width];
        // Texts of one length together, so that little is padded.
        foreach (int[] batch in Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Length).Chunk(BatchSize)) EncodeBatch(texts, batch, result, cancellationToken);
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
    public void Dispose() => session.Dispose();

    private void EncodeBatch(IReadOnlyList<int[]> texts, int[] batch, float[] result, CancellationToken cancellationToken)
    {
        int longest = batch.Max(i => texts[i].Length);
        var tokens = new long[batch.Length * longest];
        var lengths = new long[batch.Length];
        for (int row = 0; row < batch.Length; row++)
        {
            int[] text = texts[batch[row]];
            lengths[row] = text.Length;
            for (int i = 0; i < text.Length; i++) tokens[row * longest + i] = text[i];
        }

        using var ids = OrtValue.CreateTensorValueFromMemory(tokens, [batch.Length, longest]);
        using var counts = OrtValue.CreateTensorValueFromMemory(lengths, [batch.Length, 1]);
        var inputs = new Dictionary<string, OrtValue> { [Bert.Tokens] = ids, [Bert.Length] = counts };
        using var outputs = session.Run(inputs, [Bert.Features], cancellationToken);
        var features = outputs[0].GetTensorDataAsSpan<float>();
        for (int row = 0; row < batch.Length; row++) features.Slice(row * config.Width, config.Width).CopyTo(result.AsSpan(batch[row] * config.Width));
    }

    private void Check(int[] text)
    {
        if (text.Length == 0 || text.Length > ContextLength) throw new OptionsException($"A text has {text.Length} tokens; 1 to {ContextLength} are allowed.");
        foreach (int token in text)
        {
            if (token < 0 || token >= config.VocabularySize) throw new OptionsException($"Token {token} is not in this model's vocabulary of {config.VocabularySize}.");
        }
    }
}
