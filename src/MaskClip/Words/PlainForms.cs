namespace MaskClip.Words;

/// <summary>Forms of English nouns that mean the same thing to whoever types them.</summary>
internal static class PlainForms
{
    // What ends like a plural and is none.
    private static readonly string[] Endings = ["ss", "us", "is"];

    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["people"] = "person",
        ["men"] = "man",
        ["women"] = "woman",
        ["children"] = "child",
        ["mice"] = "mouse",
        ["geese"] = "goose",
        ["feet"] = "foot",
        ["teeth"] = "tooth",
        ["leaves"] = "leaf",
        ["shelves"] = "shelf",
        ["knives"] = "knife",
        ["wolves"] = "wolf",
        ["buses"] = "bus",
        ["glass"] = "glass",
        ["skis"] = "ski",
        ["lens"] = "lens",
        ["clothes"] = "clothes",
        ["stairs"] = "stairs",
    };

    /// <summary>The singular of a word in small letters, as far as its ending shows it; other words as they are.</summary>
    public static string Singular(string word)
    {
        if (Irregular.TryGetValue(word, out var known)) return known;
        if (word.Length < 4 || !word.EndsWith('s') || Endings.Any(ending => word.EndsWith(ending, StringComparison.Ordinal))) return word;
        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4) return word[..^3] + "y";
        string[] hissing = ["ches", "shes", "sses", "xes", "zes"];
        return hissing.Any(ending => word.EndsWith(ending, StringComparison.Ordinal)) ? word[..^2] : word[..^1];
    }
}
