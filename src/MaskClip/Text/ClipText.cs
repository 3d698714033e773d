using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace MaskClip.Text;

/// <summary>Cleans a text as CLIP does before encoding it: ftfy's ordinary repairs, HTML entities, white space, lower case.</summary>
/// <remarks>
/// ftfy's repair of mojibake (text decoded with the wrong encoding) is left out: it is a heuristic of its own, and names are typed.
/// </remarks>
internal static partial class ClipText
{
    /// <summary>The cleaned text; empty when nothing is left.</summary>
    public static string Clean(string text) => Lower(Spaces().Replace(Repaired(text), " ").Trim());

    /// <summary>The text with ftfy's ordinary repairs and without HTML entities: open_clip's <c>basic_clean</c>.</summary>
    public static string Repaired(string text) => WebUtility.HtmlDecode(WebUtility.HtmlDecode(Repair(text)));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\x1B\[[\d;]*[a-zA-Z]")]
    private static partial Regex TerminalEscapes();

    /// <summary>ftfy.fix_text with its default settings, without the encoding repair (ftfy 6.3, <c>fixes.py</c>).</summary>
    private static string Repair(string text)
    {
        var source = text.Contains('<', StringComparison.Ordinal) ? text : WebUtility.HtmlDecode(text);
        source = TerminalEscapes().Replace(source, "");
        var result = new StringBuilder(source.Length);
        foreach (var rune in source.EnumerateRunes())
        {
            if (IsControl(rune.Value)) continue;
            if (rune.Value is >= 0x80 and <= 0x9F) result.Append(Windows1252(rune.Value));
            else if (rune.Value is 0x02BC or (>= 0x2018 and <= 0x201B)) result.Append('\'');
            else if (rune.Value is >= 0x201C and <= 0x201F) result.Append('"');
            else result.Append(rune.ToString());
        }

        return UnicodeForms.Compose(result.ToString());
    }

    private static bool IsControl(int value) =>
        value is < 0x09 or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or (>= 0x206A and <= 0x206F) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFC);

    /// <summary>
    /// What a C1 control code means in Windows-1252, which is nearly always what was meant; the five unassigned codes stay.
    /// </summary>
    private static char Windows1252(int value)
    {
        const string Table =
            "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
            "\u0090''\"\"\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";
        return Table[value - 0x80];
    }

    /// <summary>
    /// Python's <c>str.lower</c>: as the invariant culture, but for two letters whose lower case depends on context or has two characters.
    /// </summary>
    public static string Lower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (!text.Contains('\u03A3', StringComparison.Ordinal) && !text.Contains('\u0130', StringComparison.Ordinal)) return lower;
        var result = new StringBuilder(text.Length + 4);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u0130') result.Append("i\u0307");
            else if (text[i] == '\u03A3') result.Append(EndsWord(text, i) ? '\u03C2' : '\u03C3');
            else result.Append(lower[i]);
        }

        return result.ToString();
    }

    /// <summary>Unicode's Final_Sigma: a letter before it and none after it, marks and apostrophes passed over.</summary>
    private static bool EndsWord(string text, int at)
    {
        int before = at - 1, after = at + 1;
        while (before >= 0 && IsCaseIgnorable(text[before])) before--;
        while (after < text.Length && IsCaseIgnorable(text[after])) after++;
        return before >= 0 && IsCased(text[before]) && !(after < text.Length && IsCased(text[after]));
    }

    private static bool IsCased(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsCaseIgnorable(char c) =>
        c is '\'' or '.' or ':' or '\u00B7' or '\u2019' or '\u00AD' ||
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
