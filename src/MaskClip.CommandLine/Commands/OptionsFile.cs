using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.CommandLine.Settings;
using MaskClip.Storage;

namespace MaskClip.CommandLine.Commands;

/// <summary><c>options.json</c> beside the results: what a run was made with. <c>--config options.json</c> repeats it.</summary>
public static class OptionsFile
{
    private const string VersionKey = "_maskclip";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The version of this program.</summary>
    public static string Version { get; } = typeof(OptionsFile).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The file's name.</summary>
    public const string FileName = "options.json";

    /// <summary>Whether a folder has such a file, so that it is one of results.</summary>
    public static bool IsIn(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(path)) return false;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(VersionKey, out _);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return false; // somebody else's
        }
    }

    /// <summary>Writes the file of a verb that segments.</summary>
    public static void Write(string folder, ParseResult result, IEnumerable<string> inputs, Segmenter segmenter) =>
        Write(folder, result, Remarks(inputs, segmenter.Source.DisplayName, segmenter.ModelHash, segmenter.Size, segmenter.OutputStride));

    /// <summary>Writes the file of a verb that segments with a student.</summary>
    public static void Write(string folder, ParseResult result, IEnumerable<string> inputs, StudentSegmenter student) =>
        Write(folder, result, Remarks(inputs, Path.GetFileName(student.Path), student.ModelHash, student.Size, student.OutputStride));

    /// <summary>Writes the file.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="result">The options.</param>
    /// <param name="remarks">What else is worth knowing; keys start with <c>_</c>, so that they are not taken for options.</param>
    public static void Write(string folder, ParseResult result, JsonObject remarks)
    {
        var json = new JsonObject { [VersionKey] = Version };
        foreach (var (key, value) in remarks) json[key] = value?.DeepClone();
        foreach (var (key, values) in EffectiveSettings.Given(result))
        {
            json[key] = values.Count == 1
                ? JsonValue.Create(values[0])
                : new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }

        AtomicFile.WriteAllText(Path.Combine(folder, FileName), json.ToJsonString(Readable) + "\n");
    }

    private static JsonObject Remarks(IEnumerable<string> inputs, string model, string hash, int size, int cell) => new()
    {
        ["_inputs"] = new JsonArray([.. inputs.Select(input => JsonValue.Create(input))]),
        ["_model"] = model,
        ["_model-hash"] = hash,
        ["_size"] = size,
        ["_cell"] = cell,
    };
}
