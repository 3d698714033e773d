using System.Text;

namespace MaskClip.Words;

/// <summary>A class as people write it: <c>sofa|couch=seat</c> asks for a sofa and a couch, and what is found is called seat.</summary>
/// <remarks>
/// An equals sign in a name is written twice; signs are read from left to right. What stands in quotes (<c>"salt, pepper"|mill</c>) is one
/// name whatever is in it.
/// </remarks>
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
        string[] synonyms = [.. parts[0]];
        if (synonyms.Any(name => name.Length == 0))
            throw Refused(text, "is empty or has an empty synonym; write a word, or synonyms as in 'sofa|couch'");
        synonyms = [.. synonyms.Distinct(StringComparer.OrdinalIgnoreCase)];
        return new VocabularyClass(parts.Count == 1 ? synonyms[0] : Label(text, parts[1]), synonyms);
    }

    /// <summary>Reads a background name, which has no label of its own.</summary>
    /// <exception cref="OptionsException">It has one.</exception>
    public static string ParseBackground(string text) => Split(text) is [var names]
        ? string.Join('|', names)
        : throw Refused(text, $"of the background has a label; what belongs to the background is called 'background', and {Advice}");

    /// <summary>What <see cref="Parse"/> reads as this class again; of the background its names alone.</summary>
    public static string Write(VocabularyClass one)
    {
        var asked = string.Join('|', one.Synonyms.Select(Written));
        if (one.IsBackground || one.Synonyms[0] == one.Name) return asked;
        // Signs are read in pairs from the left: one at the label's beginning needs a space before it.
        var label = Written(one.Name);
        return label[0] == Sign ? $"{asked}{Sign} {label}" : $"{asked}{Sign}{label}";
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

    private static string Label(string? text, List<string> label) => label switch
    {
        [""] => throw Refused(text, $"has no label behind '='; write one, as in 'fork truck=forklift', and {Advice}"),
        [var one] => one,
        _ => throw Refused(text, "has several names as its label; one is allowed, as in 'forklift|fork truck=forklift'"),
    };

    // In quotes a sign is a letter.
    private static string Written(string name) =>
        NameList.NeedsQuotes(name) ? $"\"{name}\"" : name.Replace("=", "==", StringComparison.Ordinal);

    // Names by side of the sign.
    private static List<List<string>> Split(string text)
    {
        List<List<string>> sides = [[]];
        var name = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && string.IsNullOrWhiteSpace(name.ToString()) && NameList.ClosingQuote(text, i) is { } end)
            {
                name.Clear().Append(text.AsSpan(i, end + 1 - i));
                i = end;
            }
            else if (text[i] == '|')
            {
                Take();
            }
            else if (text[i] != Sign || (i + 1 < text.Length && text[i + 1] == Sign && text[i++] == Sign))
            {
                name.Append(text[i]);
            }
            else
            {
                Take();
                sides.Add([]);
            }
        }

        Take();
        return sides;

        void Take()
        {
            sides[^1].Add(NameList.Unquoted(name.ToString().Trim()));
            name.Clear();
        }
    }

    private static OptionsException Refused(string? text, string error) => new($"The name '{NameRule.Shown(text)}' {error}.");
}
