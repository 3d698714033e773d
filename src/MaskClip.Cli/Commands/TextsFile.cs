using System.Text.Json;
using MaskClip.Errors;

namespace MaskClip.Cli.Commands;

/// <summary>Texts in a file, for the verbs that compare with other implementations: JSON keeps line feeds and empty texts.</summary>
internal static class TextsFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">
    /// <c>.json</c>: a list of texts, or an object with a list <c>texts</c>; <c>.jsonl</c>: a text, or an object with a <c>text</c>, a
    /// line; any other: one text a line.
    /// </param>
    /// <exception cref="FormatException">The file is damaged, or holds something else; the message says where.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            return Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".json" => List(path, File.ReadAllBytes(path)),
                ".jsonl" => [.. File.ReadLines(path).Where(line => line.Length > 0).Select((line, i) => Line(path, line, i + 1))],
                _ => File.ReadAllLines(path),
            };
        }
        catch (JsonException error)
        {
            throw new FormatException($"{path}: this is not JSON: {JsonErrors.Plain(error)}.", error);
        }
    }

    private static string[] List(string path, byte[] bytes)
    {
        using var json = JsonText.Parse(bytes);
        var list = json.RootElement;
        if (list.ValueKind == JsonValueKind.Object && !list.TryGetProperty("texts", out list)) throw Wrong(path, "it has no 'texts'");
        if (list.ValueKind != JsonValueKind.Array) throw Wrong(path, $"it holds a {list.ValueKind}");
        return [.. list.EnumerateArray().Select((text, i) => Text(path, text, $"text {i + 1}"))];
    }

    private static string Line(string path, string line, int number)
    {
        using var json = JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(line));
        var text = json.RootElement;
        if (text.ValueKind == JsonValueKind.Object && !text.TryGetProperty("text", out text))
            throw Wrong(path, $"line {number} has no 'text'");
        return Text(path, text, $"line {number}");
    }

    private static string Text(string path, JsonElement text, string where) => text.ValueKind == JsonValueKind.String
        ? text.GetString()!
        : throw Wrong(path, $"{where} is a {text.ValueKind}");

    private static FormatException Wrong(string path, string what) =>
        new(
            $"{path}: {what}; texts are expected: a list of them, an object with a list 'texts', or with .jsonl one text, or object " +
            $"with a 'text', a line.");
}
