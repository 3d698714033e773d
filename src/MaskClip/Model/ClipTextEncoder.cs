
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
    public int Padding => 0;

    /// <inheritdoc/>
    public int[] Tokenize(string text, out bool truncated) => ClipTokenizer.Shared.EncodeWithEnds(text, ContextLength, out truncated);

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken) => TextEncoding.Encode(this, texts, cut, cancellationToken);

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
