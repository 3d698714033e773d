using MaskClip.Text;
using MaskClip.Text.SentencePiece;

namespace MaskClip.Families.Siglip;

/// <summary>SigLIP's tokens: a cleaned text's pieces, cut, and the end.</summary>
/// <param name="pieces">The sentencepiece model.</param>
/// <param name="clean">
/// Cleans a text before it is divided; <see langword="null"/> for what transformers does: SigLIP 1 (unigram) reads lower-case words without
/// punctuation, SigLIP 2 (Gemma's BPE) lower case and nothing else.
/// </param>
internal sealed class SiglipTokenizer(PieceTokenizer pieces, Func<string, string>? clean)
{
    private readonly Func<string, string> clean = clean
        ?? (pieces.IsBpe ? ClipText.Lower : text => OpenClipCleaning.SingleSpaces(
            OpenClipCleaning.WithoutPunctuation(ClipText.Lower(text))));

    /// <summary>What texts are filled up with: Gemma's padding is 0, T5's kind is filled up with its end.</summary>
    public int Padding => pieces.IsBpe ? 0 : pieces.End;

    /// <summary>A text's tokens, the end included.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contextLength">The most tokens.</param>
    /// <param name="truncated">Whether some were cut off.</param>
    public int[] Encode(string text, int contextLength, out bool truncated)
    {
        int[] ids = pieces.Encode(clean(text));
        truncated = ids.Length > contextLength - 1;
        return [.. ids.AsSpan(0, Math.Min(ids.Length, contextLength - 1)), pieces.End];
    }
}
