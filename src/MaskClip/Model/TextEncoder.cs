using MaskClip.Engine;
using MaskClip.Text;
using MaskClip.Towers;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Model;

/// <summary>Runs the text tower; what many texts begin with is computed once (<see cref="TextPrefixes"/>).</summary>
internal sealed class TextEncoder : IDisposable
{
    // Enough texts to fill two cores' matrix products, few enough to stay in a few hundred MB with 77 tokens each.
    private const int BatchSize = 64;

    private readonly EngineSession session;

    /// <summary>Opens the tower.</summary>
    /// <param name="config">The tower's configuration.</param>
    /// <param name="graph">Path of the graph of texts after a common beginning.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="device">Where the engine computes.</param>
    public TextEncoder(TextTowerConfig config, string graph, int threads, EngineDevice device)
    {
        Config = config;
        session = new EngineSession(graph, threads, device);
    }

    /// <summary>The tower's configuration.</summary>
    public TextTowerConfig Config { get; }

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">Token ids, ends included, at most the context length each.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns><c>[texts, d]</c>, not normalized.</returns>
    /// <exception cref="OptionsException">A text is too long, or a token is outside the model's vocabulary.</exception>
    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken = default)
    {
        var result = new float[texts.Count * Config.EmbeddingSize];
        int[] ends = [.. texts.Select(text => End(Config, text))];
        if (!Config.IsCausal)
        {
            EncodeWhole(texts, ends, result, cancellationToken);
            return result;
        }

        foreach (var group in TextPrefixes.Group(texts, ends))
        {
            using var prefix = Prefix(texts[group.Texts[0]].AsSpan(0, group.Length), cancellationToken);
            // The group is in the order of lengths, so that few texts are padded.
            foreach (var batch in group.Texts.Chunk(BatchSize)) EncodeBatch(texts, ends, batch, prefix, result, cancellationToken);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    // Every token sees every other: nothing is common to texts that begin alike, and only texts of one length go together.
    private void EncodeWhole(IReadOnlyList<int[]> texts, int[] ends, float[] result, CancellationToken cancellationToken)
    {
        using var none = TextPrefix.Empty(Config);
        foreach (var alike in Enumerable.Range(0, texts.Count).GroupBy(i => texts[i].Length))
        {
            foreach (var batch in alike.Chunk(BatchSize)) EncodeBatch(texts, ends, batch, none, result, cancellationToken);
        }
    }

    /// <summary>The place at which a text is read.</summary>
    /// <exception cref="OptionsException">The text is too long, or a token is outside the model's vocabulary.</exception>
    internal static int End(TextTowerConfig config, int[] text)
    {
        if (text.Length == 0 || text.Length > config.ContextLength)
        {
            throw new OptionsException($"A text has {text.Length} tokens; 1 to {config.ContextLength} are allowed.");
        }

        int end = 0, first = -1;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] < 0 || text[i] >= config.VocabularySize)
            {
                throw new OptionsException($"Token {text[i]} is not in this model's vocabulary of {config.VocabularySize}.");
            }

            if (first < 0 && text[i] == config.EndOfText) first = i;
            if (text[i] > text[end]) end = i;
        }

        return config.Place switch
        {
            TextPlace.First => 0,
            TextPlace.Last => text.Length - 1,
            _ => config.EndOfText is null ? end : Math.Max(first, 0),
        };
    }

    /// <summary>The graph's own inputs for some texts: the tokens from one place up to the last that counts, padded with zeros.</summary>
    /// <param name="texts">Token ids.</param>
    /// <param name="ends">The place at which each text is read.</param>
    /// <param name="batch">Which texts.</param>
    /// <param name="from">The first place.</param>
    /// <param name="whole">Whether tokens behind the place that is read count too; texts are of one length then.</param>
    internal static Dictionary<string, OrtValue> Inputs(
        IReadOnlyList<int[]> texts, IReadOnlyList<int> ends, int[] batch, int from, bool whole = false)
    {
        int Last(int i) => whole ? texts[i].Length - 1 : ends[i];
        int length = batch.Max(Last) + 1 - from;
        var tokens = new long[batch.Length * length];
        var places = new long[batch.Length];
        for (int row = 0; row < batch.Length; row++)
        {
            places[row] = ends[batch[row]] - from;
            for (int i = from; i <= Last(batch[row]); i++) tokens[row * length + i - from] = texts[batch[row]][i];
        }

        return new()
        {
            [TextTransformer.Tokens] = OrtValue.CreateTensorValueFromMemory(tokens, [batch.Length, length]),
            [TextTransformer.End] = OrtValue.CreateTensorValueFromMemory(places, [batch.Length, 1]),
        };
    }

    private void EncodeBatch(
        IReadOnlyList<int[]> texts,
        IReadOnlyList<int> ends,
        int[] batch,
        TextPrefix prefix,
        float[] result,
        CancellationToken cancellationToken)
    {
        using var outputs = Run(
            Inputs(texts, ends, batch, prefix.Length, !Config.IsCausal), prefix, [TextTransformer.Features], cancellationToken);
        var features = outputs[0].GetTensorDataAsSpan<float>();
        int width = Config.EmbeddingSize;
        for (int row = 0; row < batch.Length; row++) features.Slice(row * width, width).CopyTo(result.AsSpan(batch[row] * width));
    }

    private TextPrefix Prefix(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        var empty = TextPrefix.Empty(Config);
        if (tokens.Length == 0) return empty;
        using (empty)
        {
            var layers = Enumerable.Range(0, Config.Layers);
            string[] names = [.. layers.Select(PrefixAttention.OwnKey), .. layers.Select(PrefixAttention.OwnValue)];
            using var outputs = Run(Inputs([tokens.ToArray()], [tokens.Length - 1], [0], 0), empty, names, cancellationToken);
            // One text's keys [heads, 1, d, tokens] have the numbers of a beginning's [heads, d, tokens] in the same order.
            float[] Copy(int at) => outputs[at].GetTensorDataAsSpan<float>().ToArray();
            return TextPrefix.Create(Config, tokens.Length, Copy, layer => Copy(Config.Layers + layer));
        }
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(
        Dictionary<string, OrtValue> own, TextPrefix prefix, string[] outputs, CancellationToken cancellationToken)
    {
        try
        {
            return session.Run(own.Concat(prefix.Inputs).ToDictionary(), outputs, cancellationToken);
        }
        finally
        {
            foreach (var value in own.Values) value.Dispose();
        }
    }
}
