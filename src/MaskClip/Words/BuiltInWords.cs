using System.Reflection;
using System.Text.Json;

namespace MaskClip.Words;

/// <summary>The class names, palettes, splits and template sets in <c>Assets/vocabularies.json</c>, which names their sources.</summary>
internal static class BuiltInWords
{
    private static readonly Lazy<JsonDocument> Document = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("vocabularies.json")
            ?? throw new InvalidOperationException("The asset 'vocabularies.json' is not in this build.");
        return JsonDocument.Parse(stream);
    });

    /// <summary>Names of the vocabularies, aliases first where there are any: what users type.</summary>
    public static IReadOnlyList<string> VocabularyNames { get; } =
    [
        .. Section("vocabularies").EnumerateObject().SelectMany(v => Names(v).Reverse())
    ];

    /// <summary>Names of the template sets.</summary>
    public static IReadOnlyList<string> TemplateNames { get; } = [.. Section("templates").EnumerateObject().Select(t => t.Name)];

    /// <summary>A vocabulary's entry by name or alias, or <see langword="null"/>.</summary>
    public static JsonElement? FindVocabulary(string name)
    {
        foreach (var vocabulary in Section("vocabularies").EnumerateObject())
        {
            if (Names(vocabulary).Contains(name, StringComparer.OrdinalIgnoreCase)) return vocabulary.Value;
        }

        return null;
    }

    /// <summary>A template set by name, or <see langword="null"/>.</summary>
    public static string[]? FindTemplates(string name) =>
        Section("templates").EnumerateObject()
            .Where(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(set => Texts(set.Value))
            .FirstOrDefault();

    /// <summary>A list of texts.</summary>
    public static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    private static JsonElement Section(string name) => Document.Value.RootElement.GetProperty(name);

    private static IEnumerable<string> Names(
        JsonProperty vocabulary) => [vocabulary.Name, .. Texts(vocabulary.Value.GetProperty("aliases"))];
}
