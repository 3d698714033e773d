using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>Reads GeoJSON files in pixel coordinates that say how large their photo is, as this library's do.</summary>
internal sealed class GeoJsonReader : IAnnotationReader
{
    private readonly string[] files;

    public GeoJsonReader(string path)
    {
        files = File.Exists(path) ? [path]
            : [.. Directory.EnumerateFiles(path, "*.geojson", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new AnnotationException(path, "", "There is no file *.geojson.");
        var classes = new SortedDictionary<int, string>();
        foreach (var file in files)
        {
            ReadingErrors.Try<object>(file, "", static _ => { }, () =>
            {
                foreach (var properties in Root(file).List("features").Select(feature => feature.Field("properties")))
                {
                    int id = properties.Int("class");
                    classes.TryAdd(id, properties.Optional("name") is { } name ? name.GetString()! : $"{id}");
                }

                return classes;
            });
        }

        Schema = new AnnotationSchema(classes.Select(one => new AnnotationCategory(one.Key, one.Value)));
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        foreach (var file in files)
        {
            var photo = ReadingErrors.Try(file, "", onError, () => Photo(file, onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose()
    {
    }

    private static JsonElement Root(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }

    private AnnotatedPhoto Photo(string file, Action<AnnotationException>? onError)
    {
        var root = Root(file);
        var photo = root.Optional(GeoJsonWriter.Member)
            ?? throw new FormatException($"There is no member '{GeoJsonWriter.Member}' with name, width and height in pixels.");
        var (width, height) = PhotoSize.Check(photo.Int("width"), photo.Int("height"));
        List<AnnotatedRegion> regions = [];
        int index = 0;
        foreach (var feature in root.List("features"))
        {
            var region = ReadingErrors.Try(file, $"feature {index++}", onError, () => Region(feature, width, height));
            if (region is not null) regions.Add(region);
        }

        return new AnnotatedPhoto(photo.Text("name"), width, height, regions);
    }

    private AnnotatedRegion Region(JsonElement feature, int width, int height)
    {
        var properties = feature.Field("properties");
        var geometry = feature.Field("geometry");
        var polygons = geometry.Text("type") switch
        {
            "Polygon" => [Polygon(geometry.Field("coordinates"))],
            "MultiPolygon" => geometry.List("coordinates").Select(Polygon).ToArray(),
            var kind => throw new FormatException($"A '{kind}' covers no pixels; Polygon and MultiPolygon are read."),
        };
        var region = new AnnotatedRegion(Schema.IndexOf(properties.Int("class")), width, height, polygons)
        {
            Score = properties.Optional("score") is { ValueKind: JsonValueKind.Number } score ? score.GetDouble() : null,
        };
        _ = region.Mask; // a corner far outside is this feature's error
        return region;
    }

    private static PixelPolygon Polygon(JsonElement rings)
    {
        PixelPoint[][] all = [.. rings.EnumerateArray().Select(Ring)];
        return all.Length > 0 ? new PixelPolygon(all[0], all[1..]) : throw new FormatException("A polygon has no ring.");
    }

    private static PixelPoint[] Ring(JsonElement ring)
    {
        PixelPoint[] points = [.. ring.EnumerateArray().Select(point => point.Numbers() is [var x, var y, ..]
            ? new PixelPoint(x, y)
            : throw new FormatException("Every point has an x and a y."))];
        if (points.Length < 4 || points[0] != points[^1])
            throw new FormatException("A ring has at least four points, and its last is its first again.");
        return points[..^1];
    }
}
