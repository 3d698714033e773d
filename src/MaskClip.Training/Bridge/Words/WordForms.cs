using System.Text.RegularExpressions;

namespace MaskClip.Training.Bridge.Words;

/// <summary>
/// Words of captions and tags in the form under which they are counted: lower case, and the singular where that is said too.
/// </summary>
internal static partial class WordForms
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["men"] = "man",
        ["women"] = "woman",
        ["children"] = "child",
        ["people"] = "person",
        ["persons"] = "person",
        ["feet"] = "foot",
        ["teeth"] = "tooth",
        ["mice"] = "mouse",
        ["geese"] = "goose",
        ["leaves"] = "leaf",
        ["knives"] = "knife",
        ["wolves"] = "wolf",
        ["shelves"] = "shelf",
        ["calves"] = "calf",
        ["loaves"] = "loaf",
        ["oxen"] = "ox",
    };

    /// <summary>All words of a caption, in their order.</summary>
    public static string[] Split(string caption) => [.. Word().Matches(caption.ToLowerInvariant()).Select(match => match.Value)];

    /// <summary>The tags of a text, separated by commas.</summary>
    public static IEnumerable<string> Tags(string text) => text.Split(',').Select(Normalize).Where(tag => tag.Length > 0);

    /// <summary>A name in lower case, with single spaces.</summary>
    public static string Normalize(string name) =>
        string.Join(' ', name.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// The singular of a word, where it is said too: "buses" is "bus" where someone said "bus", and "grass" stays as it is.
    /// </summary>
    /// <param name="word">A word or a name of several; its last one is changed.</param>
    /// <param name="isSaid">Whether a form occurs.</param>
    public static string Fold(string word, Func<string, bool> isSaid)
    {
        if (Irregular.TryGetValue(word, out var singular)) return singular;
        if (!word.EndsWith('s') || word.EndsWith("ss", StringComparison.Ordinal)) return word;
        string? found = word.EndsWith("ies", StringComparison.Ordinal) ? Said(word[..^3] + "y") : null;
        return found ?? Said(word[..^1]) ?? (word.EndsWith("es", StringComparison.Ordinal) ? Said(word[..^2]) : null) ?? word;

        string? Said(string form) => form.Length > 1 && isSaid(form) ? form : null;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
