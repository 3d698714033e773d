using MaskClip.Engine;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Towers;

/// <summary>
/// Runs a text tower that takes whole texts: <c>tokens [m, k]</c>, and each one's <c>length [m, 1]</c> where it asks for it, to
/// <c>text_features [m, d]</c>.
/// </summary>
internal sealed class TokenGraph : IDisposable
{
    /// <summary>The name of the input of token ids; those behind a text's length are passed over.</summary>
    public const string Tokens = "tokens";

    /// <summary>The name of the input of each text's number of tokens.</summary>
    public const string Length = "length";

    /// <summary>The name of the output.</summary>
    public const string Features = "text_features";

    private const int BatchSize = 32;

    private readonly EngineSession session;
    private readonly int contextLength;
    private readonly int vocabularySize;
    private readonly int size;
    private readonly bool takesLengths;

    /// <summary>Opens the graph.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="contextLength">The most tokens of a text.</param>
    /// <param name="vocabularySize">Number of tokens.</param>
    /// <param name="size">Length of a text's vector.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="device">Where the engine computes.</param>
    public TokenGraph(string path, int contextLength, int vocabularySize, int size, int threads, EngineDevice device)
    {
        this.contextLength = contextLength;
        this.vocabularySize = vocabularySize;
        this.size = size;
        session = new EngineSession(path, threads, device);
        takesLengths = session.Inputs.Any(input => input.Name == Length);
    }

    /// <summary>Embeds tokens: <c>[texts, d]</c> as the tower gives them.</summary>
    /// <exception cref="OptionsException">A text is empty or too long, or a token is outside the vocabulary.</exception>
    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken)
    {
        foreach (int[] text in texts) Check(text);
        var result = new float[texts.Count * size];
        // Texts of one length together, so that little is padded.
        foreach (int[] batch in Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Length).Chunk(BatchSize))
            EncodeBatch(texts, batch, result, cancellationToken);
        return result;
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
        var inputs = new Dictionary<string, OrtValue> { [Tokens] = ids };
        if (takesLengths) inputs.Add(Length, counts);
        using var outputs = session.Run(inputs, [Features], cancellationToken);
        var features = outputs[0].GetTensorDataAsSpan<float>();
        for (int row = 0; row < batch.Length; row++) features.Slice(row * size, size).CopyTo(result.AsSpan(batch[row] * size));
    }

    private void Check(int[] text)
    {
        if (text.Length == 0 || text.Length > contextLength)
            throw new OptionsException($"A text has {text.Length} tokens; 1 to {contextLength} are allowed.");
        foreach (int token in text)
        {
            if (token < 0 || token >= vocabularySize)
                throw new OptionsException($"Token {token} is not in this model's vocabulary of {vocabularySize}.");
        }
    }
}
