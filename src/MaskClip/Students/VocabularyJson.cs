using System.Text.Json.Nodes;
using MaskClip.Errors;

namespace MaskClip.Students;

/// <summary>A vocabulary as JSON: names, synonyms, background, colors, unseen classes.</summary>
internal static class VocabularyJson
{
    /// <summary>One line of JSON.</summary>
    public static string Write(Vocabulary vocabulary)
    {
        var classes = vocabulary.Classes.Select((one, index) => (JsonNode)new JsonObject
        {
            ["name"] = one.Name,
            ["synonyms"] = new JsonArray([.. one.Synonyms.Select(text => JsonValue.Create(text))]),
            ["background"] = one.IsBackground,
            ["colour"] = Color(vocabulary.Palette[index]),
        });
        return new JsonObject
        {
            ["classes"] = new JsonArray([.. classes]),
            ["unseen"] = new JsonArray([.. vocabulary.Unseen.Select(index => JsonValue.Create(index))]),
        }.ToJsonString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is not such a vocabulary.</exception>
    public static Vocabulary Read(string json)
    {
        try
        {
            JsonNode root = JsonText.ParseObject(json);
            JsonNode[] classes = [.. Of(root, "classes").AsArray().Select(one => one ?? throw new FormatException("a class is null"))];
            byte[] colors = [.. classes.SelectMany(one => Values<byte>(Of(one, "colour")))];
            return Vocabulary.Create(
                [
                    .. classes.Select(one =>
                        new VocabularyClass(
                            Of(one, "name").GetValue<string>(),
                            Values<string>(Of(one, "synonyms")),
                            Of(one, "background").GetValue<bool>())),
                ],
                new Palette(colors),
                Values<int>(Of(root, "unseen")));
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or InvalidOperationException or ArgumentException
            or FormatException)
        {
            throw new FormatException($"The vocabulary inside cannot be read: {error.Message}", error);
        }
    }

    private static JsonArray Color((byte Red, byte Green, byte Blue) color) => [color.Red, color.Green, color.Blue];

    private static JsonNode Of(JsonNode node, string key) => node[key] ?? throw new FormatException($"'{key}' is missing");

    private static T[] Values<T>(
        JsonNode array) => [.. array.AsArray().Select(one => (one ?? throw new FormatException("a value is null")).GetValue<T>())];
}
