using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats;

/// <summary>Writes Label Studio's tasks with predictions.</summary>
internal sealed class LabelStudioWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    private readonly JsonListFile tasks = new();

    public void Add(AnnotatedPhoto photo) => tasks.Add(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteString("image", $"/data/local-files/?d={Uri.EscapeDataString(photo.Name).Replace("%2F", "/", StringComparison.Ordinal)}");
        if (photo.Uncertainty is { } uncertainty) json.WriteNumber("uncertainty", Math.Round(uncertainty, 6));
        json.WriteEndObject();
        json.WriteStartArray("predictions");
        json.WriteStartObject();
        json.WriteString("model_version", "maskclip");
        double[] scores = [.. photo.Regions.Select(region => region.Score).OfType<double>()];
        if (scores.Length > 0) json.WriteNumber("score", Math.Round(scores.Average(), 6));
        json.WriteStartArray("result");
        int index = 0;
        foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0)) Write(json, photo, region, ref index);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public IReadOnlyList<string> Complete()
    {
        string path = Path.Combine(folder, LabelStudioFormat.FileName), view = Path.Combine(folder, LabelStudioFormat.Interface);
        AtomicFile.Write(path, stream =>
        {
            stream.Write("[\n"u8);
            tasks.CopyTo(stream);
            stream.Write("\n]\n"u8);
        });
        AtomicFile.WriteAllText(view, $"{Interface()}\n");
        return [path, view];
    }

    public void Dispose() => tasks.Dispose();

    private XElement Interface()
    {
        return new XElement(
            "View",
            new XElement("Image", new XAttribute("name", "image"), new XAttribute("value", "$image")),
            Labels("BrushLabels", "brush"),
            Labels("PolygonLabels", "polygon"));

        XElement Labels(string kind, string name) => new(
            kind,
            new XAttribute("name", name),
            new XAttribute("toName", "image"),
            schema.Categories.Where(category => !category.IsBackground).Select(category => new XElement(
                "Label",
                new XAttribute("value", category.Name),
                category.Color is var (red, green, blue) ? new XAttribute("background", $"#{red:x2}{green:x2}{blue:x2}") : null)));
    }

    private void Write(Utf8JsonWriter json, AnnotatedPhoto photo, AnnotatedRegion region, ref int index)
    {
        var label = schema.Categories[region.Category].Name;
        if (region.HasPolygons && region.Polygons.All(polygon => polygon.Holes.Count == 0))
        {
            foreach (var polygon in region.Polygons)
            {
                Start(json, photo, region, "polygon", $"r{index++}");
                json.WriteStartArray("points");
                foreach (var (x, y) in polygon.Exterior)
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(x * 100 / photo.Width);
                    json.WriteNumberValue(y * 100 / photo.Height);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
                json.WriteBoolean("closed", true);
                End(json, "polygonlabels", label);
            }

            return;
        }

        Start(json, photo, region, "brush", $"r{index++}");
        json.WriteString("format", "rle");
        json.WriteStartArray("rle");
        foreach (byte value in BrushRuns.From(region.Mask)) json.WriteNumberValue(value);
        json.WriteEndArray();
        End(json, "brushlabels", label);
    }

    private static void Start(Utf8JsonWriter json, AnnotatedPhoto photo, AnnotatedRegion region, string kind, string id)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", $"{kind}labels");
        json.WriteString("from_name", kind);
        json.WriteString("to_name", "image");
        json.WriteNumber("original_width", photo.Width);
        json.WriteNumber("original_height", photo.Height);
        json.WriteNumber("image_rotation", 0);
        if (region.Score is { } score) json.WriteNumber("score", Math.Round(score, 6));
        if (region.Uncertainty is { } uncertainty)
        {
            // Shown beside the region as its note.
            json.WriteStartObject("meta");
            json.WriteStartArray("text");
            json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{LabelStudioFormat.UncertaintyNote}{uncertainty:0.####}"));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteStartObject("value");
    }

    private static void End(Utf8JsonWriter json, string kind, string label)
    {
        json.WriteStartArray(kind);
        json.WriteStringValue(label);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
