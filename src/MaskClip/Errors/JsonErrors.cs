using System.Text.Json;
using System.Text.RegularExpressions;

namespace MaskClip.Errors;

/// <summary>What is wrong with JSON, in plain words: .NET's messages name its own types and count lines from 0.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static partial class JsonErrors
{
    /// <summary>The error as a phrase, with its line and place where they are known.</summary>
    /// <param name="error">The error.</param>
    /// <param name="ofLine">Whether the JSON was one line of a file, which the caller names.</param>
    public static string Plain(JsonException error, bool ofLine = false)
    {
        var text = Place().Replace(error.Message, "").TrimEnd('.', ' ');
        if (Converted().IsMatch(text)) text = "a value of another kind is expected";
        else if (text.Contains("allow null values", StringComparison.Ordinal)) text = "a value is null";
        else if (Missing().Match(text) is { Success: true } missing) text = $"{missing.Groups[1].Value} is missing";
        var path = error.Path is null or "$" or "" ? "" : $" at {error.Path}";
        return !ofLine && error.LineNumber is { } line ? $"{text}{path} (line {line + 1})" : $"{text}{path}";
    }

    [GeneratedRegex(@"\s*(Path: |LineNumber: ).*", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex(@"could not be converted to|Cannot get the value of a token type", RegexOptions.CultureInvariant)]
    private static partial Regex Converted();

    [GeneratedRegex(@"missing required properties.*?: (.*)\z", RegexOptions.Singleline)]
    private static partial Regex Missing();
}
