namespace MaskClip.Evaluation;

/// <summary>Text as a field of a CSV file (RFC 4180).</summary>
internal static class CsvField
{
    /// <summary>The text, in quotes where a comma, a quote or a line break makes them necessary.</summary>
    public static string Of(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
