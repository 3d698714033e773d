namespace MaskClip.Words;

/// <summary>Names as people write several of them: <c>cat, wall</c>, <c>cat . wall .</c>, <c>"salt, pepper"</c>.</summary>
/// <remarks>
/// A name that begins with a double quote goes to the next one that ends it, whatever is between; any other quote is a letter.
/// </remarks>
internal static class NameList
{
    private const char Quote = '"';

    /// <summary>The names of a list, as they were written, quotes included.</summary>
    /// <param name="text">Names separated by commas, or by full stops with blanks around them.</param>
    /// <returns>One text at least; empty ones where nothing stands between two commas.</returns>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> names = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == Quote && Begins(text.AsSpan(start, i - start)) && ClosingQuote(text, i) is { } end) i = end;
            else if (text[i] == ',') Take(i, i + 1);
            else if (IsStop(text, i) && !(names.Count == 0 && text[start..i].Trim().Length == 0)) Take(i, i + 1);
        }

        // A list of full stops ends with one; nothing is missing behind it.
        bool ended = start > 0 && text[start - 1] == '.' && text[start..].Trim().Length == 0;
        if (!ended) names.Add(text[start..].Trim());
        return names;

        void Take(int to, int next)
        {
            names.Add(text[start..to].Trim());
            start = next;
        }
    }

    /// <summary>
    /// The names of several lists, each once: the same name in another case or number (cat, Cats) is the one that came first.
    /// </summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> texts) =>
        [.. texts.SelectMany(Split).DistinctBy(Plain, StringComparer.Ordinal)];

    /// <summary>A name without the quotes around it.</summary>
    public static string Unquoted(string name) =>
        name.Length > 1 && name[0] == Quote && ClosingQuote(name, 0) == name.Length - 1 ? name[1..^1] : name;

    /// <summary>Where a quoted text ends: at a quote behind which something else begins; nowhere for a quote that is a letter.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Its first quote.</param>
    public static int? ClosingQuote(string text, int at)
    {
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] != Quote) continue;
            var rest = text.AsSpan(i + 1).TrimStart();
            if (rest.IsEmpty || rest[0] is ',' or '|' or '=' or '.') return i;
        }

        return null;
    }

    /// <summary>Whether a name is taken for several, or for a part of something, unless it stands in quotes.</summary>
    public static bool NeedsQuotes(string name) =>
        name.AsSpan().ContainsAny(',', '|') || name.Contains(" . ", StringComparison.Ordinal) || ClosingQuote(name, 0) is not null
            && name[0] == Quote;

    private static string Plain(string name) => string.Join(
        ' ', name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PlainForms.Singular));

    // Whether a name, a synonym or a label begins behind this.
    private static bool Begins(ReadOnlySpan<char> before) => before.TrimEnd() is [] or [.., '|'] or [.., '='];

    // Of its own: "St. Bernard" and "1.5 ton truck" have none.
    private static bool IsStop(string text, int at) =>
        text[at] == '.' && at > 0 && text[at - 1] == ' ' && (at + 1 == text.Length || text[at + 1] == ' ');
}
