using System.Globalization;
using System.Text.Json.Nodes;
using MaskClip.Annotations;

namespace MaskClip.Labelling.Shards;

/// <summary>Classes as JSON, nothing of them lost.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class SchemaJson
{
    /// <summary>Writes classes.</summary>
    /// <param name="schema">The classes.</param>
    public static JsonArray Write(AnnotationSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new([.. schema.Categories.Select(one => new JsonObject
        {
            ["id"] = one.Id,
            ["name"] = one.Name,
            ["background"] = one.IsBackground,
            ["stuff"] = one.IsStuff,
            ["color"] = one.Color is { } color ? $"{color.Red} {color.Green} {color.Blue}" : null,
        })]);
    }

    /// <summary>Reads classes.</summary>
    /// <param name="json">What <see cref="Write"/> gave.</param>
    /// <exception cref="InvalidOperationException">It is not that.</exception>
    public static AnnotationSchema Read(JsonArray json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(json.Select(one => new AnnotationCategory(
            one!["id"]!.GetValue<int>(),
            one["name"]!.GetValue<string>(),
            one["background"]!.GetValue<bool>(),
            one["stuff"]!.GetValue<bool>(),
            one["color"]?.GetValue<string>().Split(' ') is [var red, var green, var blue] ? (Part(red), Part(green), Part(blue)) : null)));
    }

    private static byte Part(string text) => byte.Parse(text, CultureInfo.InvariantCulture);
}
