using System.Text.Json;
using MaskClip.Errors;
using MaskClip.Storage;

namespace MaskClip.Checkpoints;

/// <summary>A configuration file beside weights: JSON whose values are asked for by path and checked.</summary>
internal sealed class ConfigFile
{
    private const long MaxLength = 16 << 20;
    private readonly JsonElement _root;

    private ConfigFile(string path, JsonElement root)
    {
        Path = path;
        _root = root;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads a file; <see langword="null"/> when there is none.</summary>
    public static ConfigFile? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            if (!FileKind.IsRegular(path))
                throw new CheckpointException(path, "it is a pipe or a device, and no configuration. Remove it.");
            if (new FileInfo(path).Length > MaxLength)
            {
                throw new CheckpointException(path, $"it is longer than {MaxLength} bytes, so it is not a configuration. Remove it.");
            }

            using var json = JsonText.Parse(File.ReadAllBytes(path));
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigFile(path, json.RootElement.Clone())
                : throw new CheckpointException(path, "it is not a JSON object. Download it again.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            var error = e is JsonException json ? $"{JsonErrors.Plain(json)}." : e.Message;
            throw new CheckpointException(path, $"the configuration cannot be read: {error} Download it again, or remove it.", null, e);
        }
    }

    /// <summary>The value at a path of keys; <see langword="null"/> when it is not there or null.</summary>
    public JsonElement? Find(params ReadOnlySpan<string> keys)
    {
        var element = _root;
        foreach (var key in keys)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element)) return null;
        }

        return element.ValueKind == JsonValueKind.Null ? null : element;
    }

    /// <summary>The fields of a section, or of the root; none when it is not there.</summary>
    /// <exception cref="CheckpointException">It is not an object.</exception>
    public IEnumerable<(string Name, JsonElement Value)> Fields(params string[] section)
    {
        if (Find(section) is not { } value) return [];
        return value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(field => (field.Name, field.Value))
            : throw Wrong(section, value, "an object");
    }

    /// <summary>A text.</summary>
    public string? Text(params ReadOnlySpan<string> keys) => Find(keys) is { } value ? Text(keys, value) : null;

    /// <summary>All values of an object, each of them a text.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Object) throw Wrong([key], value, "an object");
        return [.. value.EnumerateObject().Select(entry => Text([key], entry.Value))];
    }

    /// <summary>A list of texts; <see langword="null"/> when it is not there.</summary>
    public IReadOnlyList<string>? List(params ReadOnlySpan<string> keys)
    {
        if (Find(keys) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw Wrong(keys, value, "a list of texts");
        string[] path = keys.ToArray();
        return [.. value.EnumerateArray().Select(item => Text(path, item))];
    }

    /// <summary>A whole number above zero.</summary>
    public int? Count(params ReadOnlySpan<string> keys) => Find(keys) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number > 0 => number,
        var value => throw Wrong(keys, value.Value, "a whole number above 0"),
    };

    /// <summary>True or false.</summary>
    public bool? Flag(params ReadOnlySpan<string> keys) => Find(keys) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var value => throw Wrong(keys, value.Value, "true or false"),
    };

    /// <summary>A finite number.</summary>
    public float? Number(params ReadOnlySpan<string> keys) => Find(keys) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when float.IsFinite(value.GetSingle()) => value.GetSingle(),
        var value => throw Wrong(keys, value.Value, "a number"),
    };

    /// <summary>Three finite numbers: one each for red, green and blue.</summary>
    public float[]? Channels(params ReadOnlySpan<string> keys)
    {
        if (Find(keys) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 3
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && float.IsFinite(item.GetSingle())))
        {
            return [.. value.EnumerateArray().Select(item => item.GetSingle())];
        }

        throw Wrong(keys, value, "three numbers");
    }

    /// <summary>Three numbers above zero, which red, green and blue are divided by.</summary>
    public float[]? Deviations(params ReadOnlySpan<string> keys) =>
        Channels(keys) is { } values && values.Any(value => value <= 0)
            ? throw Wrong(keys, Find(keys)!.Value, "three numbers above 0")
            : Channels(keys);

    private string Text(ReadOnlySpan<string> keys, JsonElement value)
    {
        try
        {
            return value.GetString() ?? throw Wrong(keys, value, "a text");
        }
        catch (InvalidOperationException)
        {
            // No string, or one with half a surrogate pair.
            throw Wrong(keys, value, "a text");
        }
    }

    /// <summary>The exception for a value that is not what it should be.</summary>
    public CheckpointException Wrong(ReadOnlySpan<string> keys, JsonElement value, string allowed)
    {
        return new CheckpointException(
            Path, $"'{string.Join('.', keys.ToArray())}' is {Shown(value)}; {allowed} is allowed. Correct the file, or remove it.");
    }

    /// <summary>A value for messages.</summary>
    public static string Shown(JsonElement value)
    {
        const int Longest = 60;
        var text = value.GetRawText();
        return text.Length > Longest ? text[..Longest] + "..." : text;
    }
}
