using System.Text.Json;
using MaskClip.Annotations.Shapes;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>What COCO's files have in common: images, boxes, run lengths, categories.</summary>
internal static class CocoJson
{
    /// <summary>Writes a file of lists that waited in temporary files.</summary>
    public static void WriteFile(string path, JsonListFile images, JsonListFile annotations, Action<Utf8JsonWriter> writeCategories) =>
        AtomicFile.Write(path, stream =>
        {
            stream.Write("{\"info\":{\"description\":\"MaskClip\"},\"images\":[\n"u8);
            images.CopyTo(stream);
            stream.Write("\n],\"annotations\":[\n"u8);
            annotations.CopyTo(stream);
            stream.Write("\n],\"categories\":"u8);
            using (var json = new Utf8JsonWriter(stream, JsonListFile.Settings)) writeCategories(json);
            stream.Write("}\n"u8);
        });

    /// <summary>Adds a photo to the list of images.</summary>
    public static void AddImage(JsonListFile images, int id, AnnotatedPhoto photo) => images.Add(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("file_name", photo.Name);
        json.WriteNumber("width", photo.Width);
        json.WriteNumber("height", photo.Height);
        json.WriteEndObject();
    });

    /// <summary>Writes the list of classes, with <c>isthing</c> where the format has it.</summary>
    public static void WriteCategories(Utf8JsonWriter json, IEnumerable<AnnotationCategory> categories, bool areSegments = false)
    {
        json.WriteStartArray();
        foreach (var category in categories.Where(category => !category.IsBackground))
        {
            json.WriteStartObject();
            json.WriteNumber("id", category.Id);
            json.WriteString("name", category.Name);
            json.WriteString("supercategory", category.IsStuff ? "stuff" : "object");
            if (areSegments) json.WriteNumber("isthing", category.IsStuff ? 0 : 1);
            if (category.Color is var (red, green, blue)) WriteNumbers(json, "color", red, green, blue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads a class.</summary>
    /// <exception cref="FormatException">It has no id or no name.</exception>
    public static AnnotationCategory ReadCategory(JsonElement record)
    {
        bool isStuff = record.Optional("isthing") is { ValueKind: JsonValueKind.Number } isThing
            ? isThing.TryGetInt32(out int thing) && thing == 0
            : record.Optional("supercategory") is { ValueKind: JsonValueKind.String } kind && kind.GetString() == "stuff";
        (byte Red, byte Green, byte Blue)? color = record.Optional("color") is { ValueKind: JsonValueKind.Array } list
            && list.Numbers() is [>= 0 and <= 255 and var red, >= 0 and <= 255 and var green, >= 0 and <= 255 and var blue]
            ? ((byte)red, (byte)green, (byte)blue)
            : null;
        return new AnnotationCategory(record.Int("id"), record.Text("name"), IsStuff: isStuff, Color: color);
    }

    /// <summary>Writes area and box of pixels.</summary>
    public static void WriteSize(Utf8JsonWriter json, RegionMask mask)
    {
        json.WriteNumber("area", mask.Area);
        var box = mask.Box;
        WriteNumbers(json, "bbox", box.X, box.Y, box.Width, box.Height);
    }

    /// <summary>Writes pixels as compressed run lengths.</summary>
    public static void WriteRuns(Utf8JsonWriter json, RegionMask mask)
    {
        json.WriteStartObject("segmentation");
        WriteNumbers(json, "size", mask.Height, mask.Width);
        json.WriteString("counts", CocoRuns.Encode(CocoRuns.From(mask)));
        json.WriteEndObject();
    }

    /// <summary>Reads pixels from run lengths, compressed or not.</summary>
    /// <exception cref="FormatException">They are of a photo of another size, or no run lengths.</exception>
    public static RegionMask ReadRuns(JsonElement shape, int width, int height)
    {
        int[] size = [.. shape.Field("size").Numbers().Select(side => checked((int)side))];
        if (size is not [var rows, var columns] || (rows, columns) != (height, width))
        {
            throw new FormatException(
                $"The run lengths are of a photo of {string.Join("x", size)} (height x width); it has {height}x{width}.");
        }

        var counts = shape.Field("counts");
        int[] runs = counts.ValueKind == JsonValueKind.String
            ? CocoRuns.Decode(counts.GetString())
            : [.. counts.Numbers().Select(count => checked((int)count))];
        return CocoRuns.ToMask(width, height, runs);
    }

    /// <summary>The score of a record, where it has one.</summary>
    public static double? Score(JsonElement record) =>
        record.Optional("score") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>Whether a record says that it covers several objects.</summary>
    public static bool IsCrowd(JsonElement record) =>
        record.Optional("iscrowd") is { ValueKind: JsonValueKind.Number } crowd && crowd.TryGetInt32(out int value) && value == 1;

    private static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
