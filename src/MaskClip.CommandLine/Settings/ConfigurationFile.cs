using System.Text.Json;
using MaskClip.Errors;

namespace MaskClip.CommandLine.Settings;

/// <summary>
/// A <c>maskclip.json</c> (or the like for another program): an object whose keys are options without their dashes. Keys that start with
/// <c>_</c> are remarks.
/// </summary>
internal sealed class ConfigurationFile
{
    private ConfigurationFile(string path, Dictionary<string, string[]> values)
    {
        Path = path;
        Values = values;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Values by key, lists as several.</summary>
    public IReadOnlyDictionary<string, string[]> Values { get; }

    /// <summary>The file in the given folder, else in the user's configuration folder, else <see langword="null"/>.</summary>
    public static ConfigurationFile? Find(CliHost host)
    {
        var name = $"{host.Program}.json";
        var here = System.IO.Path.Combine(host.Folder, name);
        if (File.Exists(here)) return Read(here);
        var folder = host.Environment("XDG_CONFIG_HOME") is { Length: > 0 } set
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        var user = System.IO.Path.Combine(folder, "maskclip", name);
        return File.Exists(user) ? Read(user) : null;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">It is not a JSON object of plain values.</exception>
    public static ConfigurationFile Read(string path)
    {
        try
        {
            using var document = JsonText.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new UsageException($"{path}: a JSON object is expected, as in {{ \"size\": 448 }}.");
            var values = new Dictionary<string, string[]>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject().Where(property => !property.Name.StartsWith('_')))
            {
                values[property.Name] = property.Value.ValueKind == JsonValueKind.Array
                    ? [.. property.Value.EnumerateArray().Select(value => Text(path, property.Name, value))]
                    : [Text(path, property.Name, property.Value)];
            }

            return new ConfigurationFile(path, values);
        }
        catch (JsonException error)
        {
            throw new UsageException($"{path}: this is not JSON: {JsonErrors.Plain(error)}.");
        }
    }

    private static string Text(string path, string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new UsageException(
            $"{path}: '{key}' is {value.ValueKind}; a text, a number, true, false, or a list of these is expected."),
    };
}
