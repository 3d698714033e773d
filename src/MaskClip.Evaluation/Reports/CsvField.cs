namespace MaskClip.Evaluation;

/// <summary>Text as a field of a CSV file (RFC 4180).</summary>
public static class CsvField
{
    /// <summary>
    /// The text, in quotes where a comma, a quote or a line break makes them necessary. A text that spreadsheets would take for a formula
    /// has an apostrophe in front, which they do not show (OWASP, CSV injection).
    /// </summary>
    public static string Of(string text)
    {
        if (text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal)) text = $"'{text}";
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
