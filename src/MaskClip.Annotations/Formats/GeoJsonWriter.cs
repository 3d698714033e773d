using System.Text.Json;
using MaskClip.Annotations.Shapes;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats;

/// <summary>Writes a GeoJSON file a photo. Rings run as RFC 7946 says and are closed.</summary>
internal sealed class GeoJsonWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    /// <summary>The member that says what photo it is; readers of RFC 7946 pass over members they do not know.</summary>
    public const string Member = "photo";

    private bool isEmpty = true;

    public void Add(AnnotatedPhoto photo)
    {
        AtomicFile.Write(Path.Combine(folder, $"{PhotoStem.Of(photo.Name)}.geojson"), stream =>
        {
            using var json = new Utf8JsonWriter(stream, JsonListFile.Settings);
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartObject(Member);
            json.WriteString("name", photo.Name);
            json.WriteNumber("width", photo.Width);
            json.WriteNumber("height", photo.Height);
            json.WriteEndObject();
            json.WriteStartArray("features");
            foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0)) Write(json, region);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        isEmpty = false;
    }

    public IReadOnlyList<string> Complete() => isEmpty ? [] : [folder];

    public void Dispose()
    {
    }

    private void Write(Utf8JsonWriter json, AnnotatedRegion region)
    {
        var category = schema.Categories[region.Category];
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        json.WriteNumber("class", category.Id);
        json.WriteString("name", category.Name);
        if (region.Score is { } score) json.WriteNumber("score", Math.Round(score, 6));
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        var polygons = region.Polygons;
        json.WriteString("type", polygons.Count == 1 ? "Polygon" : "MultiPolygon");
        json.WriteStartArray("coordinates");
        if (polygons.Count == 1) WriteRings(json, polygons[0]);
        else
        {
            foreach (var polygon in polygons)
            {
                json.WriteStartArray();
                WriteRings(json, polygon);
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRings(Utf8JsonWriter json, PixelPolygon polygon)
    {
        foreach (var ring in polygon.Rings)
        {
            // Counterclockwise where y goes up is positive here; holes run the other way.
            bool isTurned = PixelPolygon.SignedArea(ring) < 0 != !ReferenceEquals(ring, polygon.Exterior);
            json.WriteStartArray();
            foreach (var (x, y) in (isTurned ? ring.Reverse() : ring) is var points ? points.Append(points.First()) : [])
            {
                json.WriteStartArray();
                json.WriteNumberValue(x);
                json.WriteNumberValue(y);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }
    }
}
