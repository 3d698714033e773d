using MaskClip.Checkpoints;
using MaskClip.Model;
using MaskClip.Text;
using MaskClip.Towers;

namespace MaskClip.Families.Clip;

/// <summary>CLIP's text tower behind the model's tokenizer.</summary>
/// <param name="checkpoint">The model's tensors, for messages.</param>
/// <param name="tower">The tower; disposed with this.</param>
/// <param name="tokenizer">The tokenizer, opened when the first text comes: tokens can do without.</param>
internal sealed class ClipTextEncoder(Checkpoint checkpoint, TextEncoder tower, Lazy<ITextTokenizer> tokenizer) : ITextEncoder
{
    /// <summary>The tower as it takes tokens.</summary>
    public TextEncoder Tower => tower;

    /// <inheritdoc/>
    public int ContextLength => tower.Config.ContextLength;

    /// <inheritdoc/>
    public int Padding => tokenizer.Value.Padding;

    /// <summary>A text's tokens; filled up, as open_clip does, where what stands behind the end counts.</summary>
    /// <param name="config">The tower.</param>
    /// <param name="text">The text.</param>
    /// <param name="truncated">Whether its end was cut off.</param>
    /// <param name="tokenizer">The tokenizer; <see langword="null"/> for CLIP's.</param>
    public static int[] Tokens(TextTowerConfig config, string text, out bool truncated, ITextTokenizer? tokenizer = null)
    {
        tokenizer ??= ClipTokenizer.Shared;
        int[] tokens = tokenizer.EncodeWithEnds(text, config.ContextLength, out truncated);
        return config.ReadsPadding ? [.. tokens, .. Enumerable.Repeat(tokenizer.Padding, config.ContextLength - tokens.Length)] : tokens;
    }

    /// <summary>What keeps a tokenizer from being the model's, as a phrase; <see langword="null"/> when it is.</summary>
    /// <param name="config">The tower.</param>
    /// <param name="tokenizer">The tokenizer; <see langword="null"/> for CLIP's.</param>
    public static string? WrongTokenizer(TextTowerConfig config, ITextTokenizer? tokenizer = null)
    {
        tokenizer ??= ClipTokenizer.Shared;
        // mT5's table has more rows than pieces; one that has fewer is another model's.
        bool fits = tokenizer is ClipTokenizer
            ? config.VocabularySize == tokenizer.VocabularySize
            : config.VocabularySize >= tokenizer.VocabularySize;
        var name = tokenizer is ClipTokenizer ? "CLIP's tokenizer" : "the tokenizer beside it";
        if (!fits) return $"its token table has {config.VocabularySize} rows and {name} {tokenizer.VocabularySize} tokens";
        if (config is { Place: TextPlace.End, EndOfText: { } end } && end != tokenizer.EndOfText)
            return $"its texts end with token {end}, and those of {name} with {tokenizer.EndOfText}";
        return config.ContextLength < 3 ? $"its texts have up to {config.ContextLength} tokens, of which two are the ends" : null;
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The model was trained with another tokenizer: ids of this one would stand for other
    /// words.</exception>
    public int[] Tokenize(string text, out bool truncated)
    {
        if (WrongTokenizer(tower.Config, tokenizer.Value) is { } wrong)
        {
            throw new CheckpointException(
                checkpoint.Path,
                $"{wrong}: the model has another tokenizer, which is not known here, so names cannot be embedded. Give a model with " +
                $"CLIP's tokenizer.",
                checkpoint.Require(TokenRows.Table).StoredName);
        }

        return Tokens(tower.Config, text, out truncated, tokenizer.Value);
    }

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken) =>
        TextEncoding.Encode(this, texts, cut, cancellationToken);

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
