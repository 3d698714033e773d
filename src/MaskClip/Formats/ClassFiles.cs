using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MaskClip.Drawing;
using MaskClip.Storage;

namespace MaskClip.Formats;

/// <summary>
/// What the numbers in a folder's masks mean: <c>classes.json</c> for programs, <c>classes.txt</c> for people and as names to look for
/// again.
/// </summary>
/// <remarks>Safe to use from several threads; files appear whole or not at all.</remarks>
public static class ClassFiles
{
    /// <summary>The file for programs: an array of <c>{value, label, color, names, background}</c>, by value.</summary>
    public const string JsonName = "classes.json";

    /// <summary>The file for people: a class a line, from value 1 on, as files of names are read.</summary>
    public const string TextName = "classes.txt";

    private const string Heading = "# The numbers in the masks: 0 is background or nothing, the names below are 1, 2, ...\n";
    private const string Beginning = "[\n  {\n    \"value\": ";

    /// <summary>Writes both files. Those of an earlier result are replaced, files of these names that are anyone else's are not.</summary>
    /// <param name="folder">The folder; created.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <returns>The files that are somebody else's.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, Vocabulary vocabulary)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(vocabulary);
        string json = Path.Combine(folder, JsonName), text = Path.Combine(folder, TextName);
        List<string> others = [];
        if (IsOurs(json, Beginning)) AtomicFile.Write(json, stream => WriteJson(stream, vocabulary));
        else others.Add(json);
        if (IsOurs(text, Heading)) AtomicFile.WriteAllText(text, ToText(vocabulary));
        else others.Add(text);
        return others;
    }

    private static bool IsOurs(string path, string beginning)
    {
        if (!File.Exists(path)) return true;
        using var reader = new StreamReader(path);
        var start = new char[beginning.Length];
        return reader.ReadBlock(start) == start.Length && start.AsSpan().SequenceEqual(beginning);
    }

    private static string ToText(Vocabulary vocabulary)
    {
        var text = new StringBuilder(Heading);
        foreach (var one in vocabulary.Classes)
            text.Append(one.IsBackground ? $"background: {Names(one)}\n" : $"{one.ToText()}\n");
        return text.ToString();
    }

    // Each as a class of its own is written: in quotes where it has a comma.
    private static string Names(VocabularyClass background) =>
        string.Join(", ", background.Synonyms.Select(name => new VocabularyClass(name, [name]).ToText()));

    private static void WriteJson(Stream stream, Vocabulary vocabulary)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        });
        json.WriteStartArray();
        for (int index = 0; index < vocabulary.Classes.Count; index++)
        {
            var one = vocabulary.Classes[index];
            var (red, green, blue) = LabelPicture.ColorOf(vocabulary, index);
            json.WriteStartObject();
            json.WriteNumber("value", MaskValues.Of(vocabulary, index));
            json.WriteString("label", one.Name);
            json.WriteString("color", $"#{red:x2}{green:x2}{blue:x2}");
            json.WriteStartArray("names");
            foreach (var name in one.Synonyms) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteBoolean("background", one.IsBackground);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
