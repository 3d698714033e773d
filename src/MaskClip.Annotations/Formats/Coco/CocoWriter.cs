using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>Writes COCO instances; images and annotations wait in temporary files for the end.</summary>
internal sealed class CocoWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    private readonly JsonListFile images = new(), annotations = new();
    private int photos, regions;

    public void Add(AnnotatedPhoto photo)
    {
        int image = ++photos;
        CocoJson.AddImage(images, image, photo);
        foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0))
            annotations.Add(json => Write(json, image, ++regions, region));
    }

    public IReadOnlyList<string> Complete()
    {
        var path = Path.Combine(folder, CocoFormat.FileName);
        CocoJson.WriteFile(path, images, annotations, json => CocoJson.WriteCategories(json, schema.Categories));
        return [path];
    }

    public void Dispose()
    {
        images.Dispose();
        annotations.Dispose();
    }

    private void Write(Utf8JsonWriter json, int image, int id, AnnotatedRegion region)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteNumber("image_id", image);
        json.WriteNumber("category_id", schema.Categories[region.Category].Id);
        json.WriteNumber("iscrowd", region.IsCrowd ? 1 : 0);
        CocoJson.WriteSize(json, region.Mask);
        if (region.HasPolygons && !region.IsCrowd && region.Polygons.All(polygon => polygon.Holes.Count == 0 && polygon.Exterior.Count > 2))
            WritePolygons(json, region);
        else CocoJson.WriteRuns(json, region.Mask);
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
}
