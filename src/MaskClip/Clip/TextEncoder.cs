using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Clip;

/// <summary>Runs the text tower.</summary>
internal sealed class TextEncoder : IDisposable
{
    // Enough texts to fill two cores' matrix products, few enough to stay in a few hundred MB with 77 tokens each.
    private const int BatchSize = 64;

    private readonly EngineSession session;

    /// <summary>Opens the tower.</summary>
    public TextEncoder(TextTowerConfig config, string graph, int threads)
    {
        Config = config;
        session = new EngineSession(graph, threads);
    }

    /// <summary>The tower's configuration.</summary>
    public TextTowerConfig Config { get; }

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">Token ids, ends included, at most the context length each.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns><c>[texts, d]</c>, not normalised.</returns>
    /// <exception cref="ArgumentException">A text is too long, or a token is outside the model's vocabulary.</exception>
    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken = default)
    {
        var result = new float[texts.Count * Config.EmbeddingSize];
        // Texts of like length share a batch, so that few are padded.
        var order = Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Length).ToArray();
        foreach (var batch in order.Chunk(BatchSize)) EncodeBatch(texts, batch, result, cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private void EncodeBatch(IReadOnlyList<int[]> texts, int[] batch, float[] result, CancellationToken cancellationToken)
    {
        int length = batch.Max(i => texts[i].Length);
        var tokens = new long[batch.Length * length];
        var ends = new long[batch.Length];
        for (int row = 0; row < batch.Length; row++)
        {
            var text = texts[batch[row]];
            ends[row] = End(text);
            for (int i = 0; i < text.Length; i++) tokens[row * length + i] = text[i];
        }

        using var ids = OrtValue.CreateTensorValueFromMemory(tokens, [batch.Length, length]);
        using var places = OrtValue.CreateTensorValueFromMemory(ends, [batch.Length, 1]);
        var inputs = new Dictionary<string, OrtValue> { [TextTransformer.Tokens] = ids, [TextTransformer.End] = places };
        using var outputs = session.Run(inputs, [TextTransformer.Features], cancellationToken);
        var features = outputs[0].GetTensorDataAsSpan<float>();
        int width = Config.EmbeddingSize;
        for (int row = 0; row < batch.Length; row++) features.Slice(row * width, width).CopyTo(result.AsSpan(batch[row] * width));
    }

    private int End(int[] text)
    {
        if (text.Length == 0 || text.Length > Config.ContextLength)
        {
            throw new ArgumentException($"A text has {text.Length} tokens; 1 to {Config.ContextLength} are allowed.");
        }

        int end = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] < 0 || text[i] >= Config.VocabularySize)
            {
                throw new ArgumentException($"Token {text[i]} is not in this model's vocabulary of {Config.VocabularySize}.");
            }

            if (Config.EndOfText is { } token && text[i] == token) return i;
            if (text[i] > text[end]) end = i;
        }

        return Config.EndOfText is null ? end : 0;
    }
}
