
using MaskClip.Text;

namespace MaskClip.Model;

/// <summary>CLIP's text tower behind its tokenizer.</summary>
/// <param name="tower">The tower; disposed with this.</param>
internal sealed class ClipTextEncoder(TextEncoder tower) : ITextEncoder
{
    /// <summary>The tower as it takes tokens.</summary>
    public TextEncoder Tower => tower;

    /// <inheritdoc/>
    public int ContextLength => tower.Config.ContextLength;

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken)
    {
        var tokens = new int[texts.Count][];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = ClipTokenizer.Shared.EncodeWithEnds(texts[i], ContextLength, out bool truncated);
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
