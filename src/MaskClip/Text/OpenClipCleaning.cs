using System.Text.RegularExpressions;

namespace MaskClip.Text;

/// <summary>
/// How open_clip cleans texts before a foreign tokenizer (open_clip, tokenizer.py): its configurations name one of three ways.
/// </summary>
internal static partial class OpenClipCleaning
{
    // Python's string.punctuation.
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>The names of the ways.</summary>
    public static IReadOnlyList<string> Names { get; } = ["whitespace", "lower", "canonicalize"];

    /// <summary>The way of a name; <see langword="null"/> where there is none.</summary>
    public static Func<string, string>? Find(string name) => name switch
    {
        "whitespace" => Whitespace,
        "lower" => Lower,
        "canonicalize" => Canonicalize,
        _ => null,
    };

    /// <summary>White space to single spaces, none at the ends.</summary>
    public static string SingleSpaces(string text) => Spaces().Replace(text, " ").Trim();

    /// <summary>The text without ASCII punctuation.</summary>
    public static string WithoutPunctuation(string text) =>
        string.Concat(text.Where(letter => !Punctuation.Contains(letter, StringComparison.Ordinal)));

    private static string Whitespace(string text) => SingleSpaces(ClipText.Repaired(text));

    private static string Lower(string text) => ClipText.Lower(Whitespace(text));

    private static string Canonicalize(string text) =>
        SingleSpaces(ClipText.Lower(WithoutPunctuation(ClipText.Repaired(text).Replace('_', ' '))));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
