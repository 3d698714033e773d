using System.Text.Json;

namespace MaskClip.Annotations.Formats;

/// <summary>Fields of JSON records; a missing or unfit one is an error that names it.</summary>
internal static class JsonFields
{
    /// <summary>A field that must be there.</summary>
    public static JsonElement Field(this JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value)
            ? value
            : throw new FormatException($"The field '{name}' is missing.");

    /// <summary>A field that may be missing or null.</summary>
    public static JsonElement? Optional(this JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A whole number.</summary>
    public static int Int(this JsonElement record, string name) =>
        record.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number)
            ? number
            : throw new FormatException($"The field '{name}' is {Shown(record.Field(name))}; a whole number is needed.");

    /// <summary>A text.</summary>
    public static string Text(this JsonElement record, string name) =>
        record.Field(name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new FormatException($"The field '{name}' is {Shown(record.Field(name))}; a text is needed.");

    /// <summary>The elements of a list.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement record, string name) =>
        record.Field(name) is { ValueKind: JsonValueKind.Array } value
            ? value.EnumerateArray()
            : throw new FormatException($"The field '{name}' is {Shown(record.Field(name))}; a list is needed.");

    /// <summary>Numbers of a list.</summary>
    public static double[] Numbers(this JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) throw new FormatException($"{Shown(list)} stands for a list of numbers.");
        return [.. list.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Number && one.TryGetDouble(out double number)
            ? number
            : throw new FormatException($"{Shown(one)} stands for a number."))];
    }

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : $"{text[..40]}...";
    }
}
