using System.Reflection;
using System.Text.Json;

namespace MaskClip.Words;

/// <summary>
/// The class names, palettes, splits and template sets in <c>Assets/vocabularies.json</c>, and the paper's lists of names that no data set
/// numbers in <c>Assets/name-lists.json</c>; both name their sources.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class BuiltInWords
{
    private static readonly Lazy<JsonDocument> Document = new(() => Read("vocabularies.json")), Lists = new(() => Read("name-lists.json"));

    /// <summary>Names of the vocabularies, aliases first where there are any: what users type.</summary>
    internal static IReadOnlyList<string> VocabularyNames { get; } =
    [
        .. Section("vocabularies").EnumerateObject().SelectMany(v => Names(v).Reverse()),
        .. Lists.Value.RootElement.GetProperty("lists").EnumerateObject().Select(list => list.Name),
    ];

    /// <summary>Names of the template sets.</summary>
    internal static IReadOnlyList<string> TemplateNames { get; } = [.. Section("templates").EnumerateObject().Select(t => t.Name)];

    /// <summary>The names that a data set itself gives its classes, where a built-in vocabulary has them.</summary>
    /// <param name="vocabulary">A built-in vocabulary's name or alias.</param>
    /// <returns>One name a class, in the order of its labels; <see langword="null"/> where there is no such vocabulary.</returns>
    public static IReadOnlyList<string>? DatasetNames(string vocabulary) =>
        FindVocabulary(vocabulary) is { } entry && entry.TryGetProperty("datasetNames", out var names) ? Texts(names) : null;

    /// <summary>The names of MaskCLIP's successors for a data set's classes (SCLIP's name files), synonyms included.</summary>
    /// <param name="vocabulary">A built-in vocabulary's name or alias.</param>
    /// <returns>
    /// One list a class, in the order of its labels; <see langword="null"/> where there is no such vocabulary, or no names for it.
    /// </returns>
    public static IReadOnlyList<IReadOnlyList<string>>? SuccessorNames(string vocabulary) =>
        FindVocabulary(vocabulary) is { } entry && entry.TryGetProperty("successorNames", out var names)
            ? [.. names.EnumerateArray().Select(Texts)]
            : null;

    /// <summary>A vocabulary's entry by name or alias, or <see langword="null"/>.</summary>
    internal static JsonElement? FindVocabulary(string name)
    {
        foreach (var vocabulary in Section("vocabularies").EnumerateObject())
        {
            if (Names(vocabulary).Contains(name, StringComparer.OrdinalIgnoreCase)) return vocabulary.Value;
        }

        return null;
    }

    /// <summary>Whether a vocabulary has that name or alias.</summary>
    internal static bool IsVocabulary(string name) => VocabularyNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A list of names that no data set numbers, by its name, or <see langword="null"/>.</summary>
    internal static string[]? FindList(string name) =>
        Lists.Value.RootElement.GetProperty("lists").EnumerateObject()
            .Where(list => list.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(list => Texts(list.Value))
            .FirstOrDefault();

    /// <summary>A template set by name, or <see langword="null"/>.</summary>
    internal static string[]? FindTemplates(string name) =>
        Section("templates").EnumerateObject()
            .Where(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(set => Texts(set.Value))
            .FirstOrDefault();

    /// <summary>A list of texts.</summary>
    internal static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    private static JsonDocument Read(string asset)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(asset)
            ?? throw new InvalidOperationException($"The asset '{asset}' is not in this build.");
        return JsonDocument.Parse(stream);
    }

    private static JsonElement Section(string name) => Document.Value.RootElement.GetProperty(name);

    private static IEnumerable<string> Names(
        JsonProperty vocabulary) => [vocabulary.Name, .. Texts(vocabulary.Value.GetProperty("aliases"))];
}
