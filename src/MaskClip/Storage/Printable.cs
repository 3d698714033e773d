using System.Globalization;
using System.Text;

namespace MaskClip.Storage;

/// <summary>
/// Text from outside (file names, servers' answers, strings of a checkpoint) as it may be shown: nothing in it acts on a terminal.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class Printable
{
    /// <summary>
    /// The text with control characters, direction marks, line separators and halves of surrogate pairs as escapes: <c>\n</c>,
    /// <c>\u001b</c>, <c>\u202e</c>. They are JSON's, so that JSON stays JSON.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.AsEnumerable().Any(IsEscaped)) return text;
        var shown = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1])) shown.Append(text[at++]).Append(text[at]);
            else if (IsEscaped(text[at])) shown.Append(Escape(text[at]));
            else shown.Append(text[at]);
        }

        return shown.ToString();
    }

    /// <summary><see cref="Of(string)"/> for a text of several lines: line breaks and tabs stay.</summary>
    public static string Lines(string text) => text.AsSpan().ContainsAny('\n', '\t')
        ? string.Join('\n', text.Split('\n').Select(line => line.EndsWith('\r') ? $"{Cells(line[..^1])}\r" : Cells(line)))
        : Of(text);

    /// <summary><see cref="Of(string)"/>, cut where it is longer than people read.</summary>
    public static string Of(string text, int longest) => Of(text.Length <= longest ? text : $"{text[..longest]}...");

    private static string Cells(string line) => string.Join('\t', line.Split('\t').Select(cell => Of(cell)));

    private static string Escape(char letter) => letter switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)letter:x4}"),
    };

    // Control: C0, DEL, C1. Format: direction marks, which turn the rest of a line around, and what has no width at all.
    private static bool IsEscaped(char letter) => char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
        || letter is '\u061c' or (>= '\u200e' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
            or '\ufeff';
}
