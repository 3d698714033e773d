using MaskClip.Checkpoints;
using MaskClip.Text;
using MaskClip.Towers;

namespace MaskClip.Model;

/// <summary>CLIP's text tower behind its tokenizer.</summary>
/// <param name="checkpoint">The model's tensors, for messages.</param>
/// <param name="tower">The tower; disposed with this.</param>
internal sealed class ClipTextEncoder(Checkpoint checkpoint, TextEncoder tower) : ITextEncoder
{
    /// <summary>The tower as it takes tokens.</summary>
    public TextEncoder Tower => tower;

    /// <inheritdoc/>
    public int ContextLength => tower.Config.ContextLength;

    /// <summary>A text's tokens; filled up with zeros, as open_clip does, where what stands behind the end counts.</summary>
    /// <param name="config">The tower.</param>
    /// <param name="text">The text.</param>
    /// <param name="truncated">Whether its end was cut off.</param>
    public static int[] Tokens(TextTowerConfig config, string text, out bool truncated)
    {
        int[] tokens = ClipTokenizer.Shared.EncodeWithEnds(text, config.ContextLength, out truncated);
        return config.ReadsPadding ? [.. tokens, .. new int[config.ContextLength - tokens.Length]] : tokens;
    }

    /// <summary>What keeps CLIP's tokenizer from being the model's, as a phrase; <see langword="null"/> when it is.</summary>
    public static string? WrongTokenizer(TextTowerConfig config) => config switch
    {
        { VocabularySize: not ClipTokenizer.VocabularySize } => $"its token table has {config.VocabularySize} rows and CLIP's tokenizer {ClipTokenizer.VocabularySize} tokens",
        { Place: TextPlace.End, EndOfText: not null and not ClipTokenizer.EndOfText } => $"its texts end with token {config.EndOfText}, and those of CLIP's tokenizer with {ClipTokenizer.EndOfText}",
        { ContextLength: < 3 } => $"its texts have up to {config.ContextLength} tokens, of which two are the ends",
        _ => null,
    };

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The model was trained with another tokenizer: ids of this one would stand for other words.</exception>
    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken)
    {
        if (WrongTokenizer(tower.Config) is { } wrong)
        {
            throw new CheckpointException(
                checkpoint.Path,
                $"{wrong}: the model has another tokenizer, which is not known here, so names cannot be embedded. Give a model with CLIP's tokenizer.",
                checkpoint.Require(TokenRows.Table).StoredName);
        }

        var tokens = new int[texts.Count][];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = Tokens(tower.Config, texts[i], out bool truncated);
            if (truncated) cut.Add(i);
        }

        var features = Encode(tokens, cancellationToken);
        UnitLength.Rows(features, tower.Config.EmbeddingSize);
        return features;
    }

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken) => tower.Encode(texts, cancellationToken);

    /// <inheritdoc/>
    public void Complete(Span<float> name)
    {
        // The mean of the sentences is the name.
    }

    /// <inheritdoc/>
    public void Dispose() => tower.Dispose();
}
