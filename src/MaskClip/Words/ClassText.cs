using System.Text;

namespace MaskClip.Words;

/// <summary>A class as people write it: <c>sofa|couch=seat</c> asks for a sofa and a couch, and what is found is called seat.</summary>
/// <remarks>An equals sign in a name is written twice; signs are read from left to right.</remarks>
internal static class ClassText
{
    private const char Sign = '=';

    private const string Advice = "write an equals sign in a name twice, '=='";

    /// <summary>Reads a class.</summary>
    /// <exception cref="OptionsException">A name is empty, or there is more or less than one label behind the sign.</exception>
    public static VocabularyClass Parse(string? text)
    {
        var parts = Split(text ?? "");
        if (parts.Count > 2)
            throw Refused(text, $"has several labels; one is allowed, as in 'fork truck=forklift', and {Advice}");
        string[] synonyms = [.. parts[0].Split('|').Select(name => name.Trim())];
        if (synonyms.Any(name => name.Length == 0))
            throw Refused(text, "is empty or has an empty synonym; write a word, or synonyms as in 'sofa|couch'");
        synonyms = [.. synonyms.Distinct(StringComparer.OrdinalIgnoreCase)];
        return new VocabularyClass(parts.Count == 1 ? synonyms[0] : Label(text, parts[1].Trim()), synonyms);
    }

    /// <summary>Reads a background name, which has no label of its own.</summary>
    /// <exception cref="OptionsException">It has one.</exception>
    public static string ParseBackground(string text) => Split(text) is [var name]
        ? name.Trim()
        : throw Refused(text, $"of the background has a label; what belongs to the background is called 'background', and {Advice}");

    /// <summary>What <see cref="Parse"/> reads as this class again; of the background its names alone.</summary>
    public static string Write(VocabularyClass one)
    {
        var asked = string.Join('|', one.Synonyms.Select(Escaped));
        if (one.IsBackground || one.Synonyms[0] == one.Name) return asked;
        // Signs are read in pairs from the left: one at the label's beginning needs a space before it.
        return one.Name[0] == Sign ? $"{asked}{Sign} {Escaped(one.Name)}" : $"{asked}{Sign}{Escaped(one.Name)}";
    }

    /// <summary>
    /// Sees to it that what is found can be told apart: a label that was chosen belongs to one class. Equal names that nobody chose are a
    /// warning.
    /// </summary>
    /// <exception cref="OptionsException">Two classes have a label.</exception>
    public static void CheckLabels(IReadOnlyList<VocabularyClass> classes)
    {
        var repeated = classes.GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1 && group.Any(IsChosen));
        if (repeated is null) return;
        var texts = repeated.Select(one => one.IsBackground ? "the background" : $"'{NameRule.Shown(Write(one))}'");
        throw new OptionsException(
            $"The label '{NameRule.Shown(repeated.Key)}' belongs to {repeated.Count()} classes ({string.Join(", ", texts.Take(3))}); " +
            "give each one of its own, or write their names as synonyms of one, as in 'sofa|couch=seat'.");
    }

    private static bool IsChosen(VocabularyClass one) =>
        !one.IsBackground && !one.Synonyms.Contains(one.Name, StringComparer.OrdinalIgnoreCase);

    private static string Label(string? text, string label)
    {
        if (label.Length == 0) throw Refused(text, $"has no label behind '='; write one, as in 'fork truck=forklift', and {Advice}");
        return label.Contains('|', StringComparison.Ordinal)
            ? throw Refused(text, "has several names as its label; one is allowed, as in 'forklift|fork truck=forklift'")
            : label;
    }

    private static string Escaped(string name) => name.Replace("=", "==", StringComparison.Ordinal);

    private static List<string> Split(string text)
    {
        List<string> parts = [];
        var part = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != Sign)
            {
                part.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == Sign)
            {
                part.Append(Sign);
                i++;
            }
            else
            {
                parts.Add(part.ToString());
                part.Clear();
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    private static OptionsException Refused(string? text, string error) => new($"The name '{NameRule.Shown(text)}' {error}.");
}
