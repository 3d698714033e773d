using System.Text.Json;
using MaskClip.Annotations.Shapes;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats.Geo;

/// <summary>Writes a GeoJSON file a photo. Rings run as RFC 7946 says and are closed.</summary>
internal sealed class GeoJsonWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    /// <summary>The member that says what photo it is; readers of RFC 7946 pass over members they do not know.</summary>
    public const string Member = "photo";

    /// <summary>The field of it that says where its pixels lie, and the member of GeoJSON 2008 that names the coordinate system.</summary>
    public const string Transform = "transform", Crs = "crs";

    private bool isEmpty = true;

    public void Add(AnnotatedPhoto photo)
    {
        var world = ReadingErrors.Named(photo.Name, "", () => GeoReferences.Of(photo));
        AtomicFile.Write(Path.Combine(folder, $"{PhotoStem.Of(photo.Name)}.geojson"), stream =>
        {
            using var json = new Utf8JsonWriter(stream, JsonListFile.Settings);
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            if (world is not null) WriteCrs(json, world.Crs);
            json.WriteStartObject(Member);
            json.WriteString("name", photo.Name);
            json.WriteNumber("width", photo.Width);
            json.WriteNumber("height", photo.Height);
            if (world is not null)
            {
                json.WriteStartArray(Transform);
                foreach (double number in world.Transform) json.WriteNumberValue(number);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteStartArray("features");
            foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0)) Write(json, region, world);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        isEmpty = false;
    }

    public IReadOnlyList<string> Complete() => isEmpty ? [] : [folder];

    public void Dispose()
    {
    }

    private void Write(Utf8JsonWriter json, AnnotatedRegion region, GeoReference? world)
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
        if (polygons.Count == 1) WriteRings(json, polygons[0], world);
        else
        {
            foreach (var polygon in polygons)
            {
                json.WriteStartArray();
                WriteRings(json, polygon, world);
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // RFC 7946 knows longitude and latitude only; its forerunner, and GDAL, name other systems so.
    private static void WriteCrs(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(Crs);
        json.WriteString("type", "name");
        json.WriteStartObject("properties");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRings(Utf8JsonWriter json, PixelPolygon polygon, GeoReference? world)
    {
        foreach (var ring in polygon.Rings)
        {
            PixelPoint[] points = [.. world is null ? ring : ring.Select(world.ToWorld)];

            // Counterclockwise where y goes up is positive here; holes run the other way.
            bool isTurned = PixelPolygon.SignedArea(points) < 0 != !ReferenceEquals(ring, polygon.Exterior);
            if (isTurned) Array.Reverse(points);
            json.WriteStartArray();
            foreach (var (x, y) in points.Append(points[0]))
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
