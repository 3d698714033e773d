using System.Text;

namespace MaskClip.Text.SentencePiece;

/// <summary>Brings a text to the form that pieces are of (sentencepiece, <c>normalizer.cc</c>).</summary>
internal sealed class PieceNormalizer
{
    private const char Escaped = '\u2581';

    private readonly PieceModel model;
    private readonly UserPieces own;
    private readonly CharacterMap? map;

    /// <summary>Reads the rules of a model.</summary>
    /// <exception cref="FormatException">Its normalization of characters is damaged.</exception>
    public PieceNormalizer(PieceModel model, UserPieces own)
    {
        this.model = model;
        this.own = own;
        map = model.CharacterMap.Length == 0 ? null : new CharacterMap(model.CharacterMap);
    }

    private char Space => model.EscapesSpaces ? Escaped : ' ';

    /// <summary>The normalized text; empty when nothing is left.</summary>
    public string Normalize(string text)
    {
        // Half a surrogate pair is not a character: UTF-8 has U+FFFD in its place.
        ReadOnlySpan<char> rest = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        if (model.RemovesSpaces)
        {
            while (!rest.IsEmpty && Next(rest, out int length) == " ") rest = rest[length..];
        }

        if (rest.IsEmpty) return "";
        var result = new StringBuilder(rest.Length + 1);
        if (model.AddsSpace && !model.IsSpaceBehind) result.Append(Space);
        bool afterSpace = model.RemovesSpaces;
        while (!rest.IsEmpty)
        {
            var next = Next(rest, out int length).AsSpan();
            if (afterSpace) next = next.TrimStart(' ');
            if (!next.IsEmpty)
            {
                foreach (char letter in next) result.Append(letter == ' ' ? Space : letter);
                afterSpace = next[^1] == ' ';
            }

            rest = rest[length..];
            if (!model.RemovesSpaces) afterSpace = false;
        }

        if (model.RemovesSpaces)
        {
            while (result.Length > 0 && result[^1] == Space) result.Length--;
        }

        if (model.AddsSpace && model.IsSpaceBehind) result.Append(Space);
        return result.ToString();
    }

    /// <summary>What stands for the beginning of a text, and how many of its characters that is.</summary>
    private string Next(ReadOnlySpan<char> text, out int length)
    {
        if (own.Match(text) is > 0 and var piece)
        {
            length = piece;
            return text[..piece].ToString();
        }

        if (map is not null)
        {
            // What is replaced is a few characters long (NFKC's longest sequence has 18); a window keeps long texts linear.
            const int Window = 64;
            Span<byte> bytes = stackalloc byte[4 * Window];
            var window = text[..Math.Min(text.Length, Window)];
            if (window.Length < text.Length && char.IsHighSurrogate(window[^1])) window = window[..^1];
            bytes = bytes[..Encoding.UTF8.GetBytes(window, bytes)];
            if (map.Match(bytes, out var replacement) is > 0 and var matched)
            {
                length = Encoding.UTF8.GetCharCount(bytes[..matched]);
                return Encoding.UTF8.GetString(replacement);
            }
        }

        Rune.DecodeFromUtf16(text, out _, out length);
        return text[..length].ToString();
    }
}
