using System.Text.Json;
using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats;

/// <summary>Writes labelme's files, of version 5.11.4.</summary>
internal sealed class LabelmeWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    private readonly List<string> files = [];

    public void Add(AnnotatedPhoto photo)
    {
        var stem = PhotoStem.Of(photo.Name);
        var path = Path.Combine(folder, $"{stem}.json");
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, JsonListFile.Settings with { Indented = true });
            json.WriteStartObject();
            json.WriteString("version", "5.11.4");
            json.WriteStartObject("flags");
            json.WriteEndObject();
            json.WriteStartArray("shapes");
            foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0)) Write(json, region);
            json.WriteEndArray();
            json.WriteString("imagePath", Path.GetFileName(photo.Name));
            json.WriteNull("imageData");
            json.WriteNumber("imageHeight", photo.Height);
            json.WriteNumber("imageWidth", photo.Width);
            json.WriteEndObject();
        });
        if (files.Count == 0) files.Add(path);
    }

    public IReadOnlyList<string> Complete() => files.Count > 0 ? [folder] : [];

    public void Dispose()
    {
    }

    private void Write(Utf8JsonWriter json, AnnotatedRegion region)
    {
        if (region.HasPolygons && region.Polygons.All(polygon => polygon.Holes.Count == 0))
        {
            // Pixel corners of ours are half a pixel from labelme's centers.
            foreach (var polygon in region.Polygons)
                WriteShape(json, region, "polygon", polygon.Exterior.Select(point => (point.X - 0.5, point.Y - 0.5)), mask: null);
            return;
        }

        var (x, y, width, height) = region.Mask.Box;
        var mask = IndexedPng.EncodeGray(width, height, region.Mask.Crop());
        WriteShape(json, region, "mask", [(x, y), (x + width - 1, y + height - 1)], mask);
    }

    private void WriteShape(
        Utf8JsonWriter json, AnnotatedRegion region, string kind, IEnumerable<(double X, double Y)> points, byte[]? mask)
    {
        json.WriteStartObject();
        json.WriteString("label", schema.Categories[region.Category].Name);
        json.WriteStartArray("points");
        foreach (var (x, y) in points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(x);
            json.WriteNumberValue(y);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNull("group_id");
        json.WriteString("description", region.Score is { } score ? FormattableString.Invariant($"score {score:0.####}") : "");
        json.WriteString("shape_type", kind);
        json.WriteStartObject("flags");
        json.WriteEndObject();
        if (mask is null) json.WriteNull("mask");
        else json.WriteBase64String("mask", mask);
        json.WriteEndObject();
    }
}
