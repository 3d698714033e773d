using System.Text.RegularExpressions;
using MaskClip.Text;
using MaskClip.Text.SentencePiece;

namespace MaskClip.Families.Siglip;

/// <summary>SigLIP's tokens: a cleaned text's pieces, cut, and the end.</summary>
/// <param name="pieces">The sentencepiece model.</param>
/// <param name="cleaning">How texts are cleaned.</param>
internal sealed partial class SiglipTokenizer(PieceTokenizer pieces, TextCleaning cleaning)
{
    // Python's string.punctuation.
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private readonly TextCleaning cleaning = cleaning != TextCleaning.ByTokenizer ? cleaning : pieces.IsBpe ? TextCleaning.LowerCase : TextCleaning.Words;

    /// <summary>What texts are filled up with: Gemma's padding is 0, T5's kind is filled up with its end.</summary>
    public int Padding => pieces.IsBpe ? 0 : pieces.End;

    /// <summary>A text's tokens, the end included.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contextLength">The most tokens.</param>
    /// <param name="truncated">Whether some were cut off.</param>
    public int[] Encode(string text, int contextLength, out bool truncated)
    {
        int[] ids = pieces.Encode(Clean(text));
        truncated = ids.Length > contextLength - 1;
        return [.. ids.AsSpan(0, Math.Min(ids.Length, contextLength - 1)), pieces.End];
    }

    private string Clean(string text) => cleaning switch
    {
        TextCleaning.Words => Single(Without(ClipText.Lower(text))),
        TextCleaning.LowerCase => ClipText.Lower(text),
        TextCleaning.Canonical => Single(ClipText.Lower(Without(ClipText.Repaired(text).Replace('_', ' ')))),
        TextCleaning.OpenClipLower => ClipText.Lower(Single(ClipText.Repaired(text))),
        TextCleaning.Whitespace => Single(ClipText.Repaired(text)),
        _ => throw new InvalidOperationException($"The cleaning {cleaning} is not known."),
    };

    private static string Without(string text) => string.Concat(text.Where(letter => !Punctuation.Contains(letter, StringComparison.Ordinal)));

    private static string Single(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
