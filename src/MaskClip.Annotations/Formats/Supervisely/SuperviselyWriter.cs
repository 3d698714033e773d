using System.Text.Json;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats.Supervisely;

/// <summary>Writes Supervisely's files, as <c>Annotation.to_json</c> of its package does.</summary>
internal sealed class SuperviselyWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    public void Add(AnnotatedPhoto photo)
    {
        if (!PhotoStem.IsBelow(photo.Name)) _ = PhotoStem.Of(photo.Name); // refuses it
        var path = Path.Combine(folder, SuperviselyFormat.FolderName, SuperviselyFormat.Annotations, $"{photo.Name}.json");
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, JsonListFile.Settings);
            json.WriteStartObject();
            json.WriteString("description", "");
            json.WriteStartObject("size");
            json.WriteNumber("height", photo.Height);
            json.WriteNumber("width", photo.Width);
            json.WriteEndObject();
            WriteEmpty(json, "tags");
            json.WriteStartArray("objects");
            foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0)) Write(json, region);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public IReadOnlyList<string> Complete()
    {
        var path = Path.Combine(folder, SuperviselyFormat.Meta);
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, JsonListFile.Settings);
            json.WriteStartObject();
            json.WriteStartArray("classes");
            foreach (var category in schema.Categories.Where(category => !category.IsBackground))
            {
                var (red, green, blue) = category.Color ?? Palette.Default[category.Id % 255];
                json.WriteStartObject();
                json.WriteString("title", category.Name);
                json.WriteString("shape", "any");
                json.WriteString("color", $"#{red:X2}{green:X2}{blue:X2}");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteEmpty(json, "tags");
            json.WriteString("projectType", "images");
            json.WriteEndObject();
        });
        return [folder];
    }

    public void Dispose()
    {
    }

    private void Write(Utf8JsonWriter json, AnnotatedRegion region)
    {
        json.WriteStartObject();
        json.WriteString("classTitle", schema.Categories[region.Category].Name);
        json.WriteString("description", region.Score is { } score ? FormattableString.Invariant($"score {score:0.######}") : "");
        WriteEmpty(json, "tags");
        json.WriteString("geometryType", "bitmap");
        json.WriteString("shape", "bitmap");
        json.WriteStartObject("bitmap");
        json.WriteStartArray("origin");
        json.WriteNumberValue(region.Mask.Box.X);
        json.WriteNumberValue(region.Mask.Box.Y);
        json.WriteEndArray();
        json.WriteString("data", BitmapText.From(region.Mask));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }
}
