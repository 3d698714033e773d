using System.Text.Json;
using MaskClip.Annotations.Shapes;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats;

/// <summary>Writes COCO instances; images and annotations wait in temporary files for the end.</summary>
internal sealed class CocoWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    private readonly JsonListFile images = new(), annotations = new();
    private int photos, regions;

    public void Add(AnnotatedPhoto photo)
    {
        int image = ++photos;
        images.Add(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", image);
            json.WriteString("file_name", photo.Name);
            json.WriteNumber("width", photo.Width);
            json.WriteNumber("height", photo.Height);
            json.WriteEndObject();
        });
        foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0))
            annotations.Add(json => Write(json, image, ++regions, region));
    }

    public IReadOnlyList<string> Complete()
    {
        var path = Path.Combine(folder, CocoFormat.FileName);
        AtomicFile.Write(path, stream =>
        {
            stream.Write("{\"info\":{\"description\":\"MaskClip\"},\"images\":[\n"u8);
            images.CopyTo(stream);
            stream.Write("\n],\"annotations\":[\n"u8);
            annotations.CopyTo(stream);
            stream.Write("\n],\"categories\":"u8);
            using (var json = new Utf8JsonWriter(stream, JsonListFile.Settings)) WriteCategories(json);
            stream.Write("}\n"u8);
        });
        return [path];
    }

    public void Dispose()
    {
        images.Dispose();
        annotations.Dispose();
    }

    private void WriteCategories(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var category in schema.Categories.Where(category => !category.IsBackground))
        {
            json.WriteStartObject();
            json.WriteNumber("id", category.Id);
            json.WriteString("name", category.Name);
            json.WriteString("supercategory", category.IsStuff ? "stuff" : "object");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, int image, int id, AnnotatedRegion region)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteNumber("image_id", image);
        json.WriteNumber("category_id", schema.Categories[region.Category].Id);
        json.WriteNumber("iscrowd", region.IsCrowd ? 1 : 0);
        json.WriteNumber("area", region.Mask.Area);
        var box = region.Mask.Box;
        json.WriteStartArray("bbox");
        foreach (int number in (int[])[box.X, box.Y, box.Width, box.Height]) json.WriteNumberValue(number);
        json.WriteEndArray();
        if (region.HasPolygons && !region.IsCrowd && region.Polygons.All(polygon => polygon.Holes.Count == 0 && polygon.Exterior.Count > 2))
            WritePolygons(json, region);
        else WriteRuns(json, region.Mask);
        if (region.Score is { } score) json.WriteNumber("score", Math.Round(score, 6));
        json.WriteEndObject();
    }

    private static void WritePolygons(Utf8JsonWriter json, AnnotatedRegion region)
    {
        json.WriteStartArray("segmentation");
        foreach (var polygon in region.Polygons)
        {
            json.WriteStartArray();
            foreach (var (x, y) in polygon.Exterior)
            {
                json.WriteNumberValue(x);
                json.WriteNumberValue(y);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteRuns(Utf8JsonWriter json, RegionMask mask)
    {
        json.WriteStartObject("segmentation");
        json.WriteStartArray("size");
        json.WriteNumberValue(mask.Height);
        json.WriteNumberValue(mask.Width);
        json.WriteEndArray();
        json.WriteString("counts", CocoRuns.Encode(CocoRuns.From(mask)));
        json.WriteEndObject();
    }
}
