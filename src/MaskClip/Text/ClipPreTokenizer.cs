using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MaskClip.Text;

/// <summary>Cuts cleaned text into the pieces that are encoded one by one: CLIP's regular expression, by code points.</summary>
/// <remarks>
/// <c>&lt;\|startoftext\|&gt;|&lt;\|endoftext\|&gt;|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>. .NET's own engine
/// matches UTF-16 units and so takes letters beyond the first plane for punctuation.
/// </remarks>
internal sealed class ClipPreTokenizer : PreTokenizer
{
    /// <summary>The start of a text, written out.</summary>
    public const string Start = "<|startoftext|>";

    /// <summary>The end of a text, written out.</summary>
    public const string End = "<|endoftext|>";

    private static readonly string[] Fixed = [Start, End, "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = PieceLength(text, at, out bool space);
            if (!space) yield return (at, length);
            at += length;
        }
    }

    private static int PieceLength(string text, int at, out bool space)
    {
        space = false;
        foreach (var piece in Fixed)
        {
            if (string.CompareOrdinal(text, at, piece, 0, piece.Length) == 0) return piece.Length;
        }

        var kind = KindAt(text, at, out int length);
        space = kind == Kind.Space;
        if (kind is Kind.Number or Kind.Space) return length;
        while (at + length < text.Length && KindAt(text, at + length, out int next) == kind) length += next;
        return length;
    }

    private static Kind KindAt(string text, int at, out int length)
    {
        var status = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
        if (status != System.Buffers.OperationStatus.Done) return Kind.Other;
        if (Rune.IsWhiteSpace(rune)) return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter =>
                Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
