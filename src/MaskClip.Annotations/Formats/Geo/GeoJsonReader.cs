using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Geo;

/// <summary>
/// Reads GeoJSON files that say how large their photo is and where it lies, as this library's do, or that have a TIFF of their name beside
/// them, as those that <c>gdal_polygonize</c> makes of it.
/// </summary>
internal sealed class GeoJsonReader : IAnnotationReader
{
    private readonly string root;
    private readonly FileList files;

    public GeoJsonReader(string path)
    {
        root = path;
        files = new FileList(path, File.Exists(path) ? "" : ".geojson");
        if (files.IsEmpty) throw new AnnotationException(path, "", "There is no file *.geojson.");
        var classes = new ClassList();
        foreach (var file in files.Paths())
        {
            ReadingErrors.Try<object>(file, "", static _ => { }, () =>
            {
                foreach (var feature in Root(file).List("features"))
                {
                    ReadingErrors.Try<object>(file, "", static _ => { }, () =>
                    {
                        var (id, name) = Class(feature);
                        classes.Add(id, name ?? $"{id}");
                        return classes;
                    });
                }

                return classes;
            });
        }

        Schema = classes.ToSchema();
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        foreach (var file in files.Paths())
        {
            var photo = ReadingErrors.Try(file, "", onError, () => Photo(file, onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose() => files.Dispose();

    private static JsonElement Root(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }

    private static (int Id, string? Name) Class(JsonElement feature)
    {
        var properties = feature.Field("properties");
        return (properties.Int("class"), properties.Optional("name") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null);
    }

    private AnnotatedPhoto Photo(string file, Action<AnnotationException>? onError)
    {
        var root = Root(file);
        var (name, width, height, world) = Place(file, root);
        List<AnnotatedRegion> regions = [];
        int index = 0;
        foreach (var feature in root.List("features"))
        {
            var region = ReadingErrors.Try(file, $"feature {index++}", onError, () => Region(feature, width, height, world));
            if (region is not null) regions.Add(region);
        }

        return new AnnotatedPhoto(name, width, height, regions) { PhotoPath = PhotoFiles.Find(file, Path.GetFileName(name)) };
    }

    // What photo it is, how large, and where it lies.
    private (string Name, int Width, int Height, GeoReference? World) Place(string file, JsonElement json)
    {
        var crs = json.Optional(GeoJsonWriter.Crs) is { } given && given.Optional("properties") is { } properties
            && properties.Optional("name") is { ValueKind: JsonValueKind.String } named ? named.GetString()! : null;
        if (json.Optional(GeoJsonWriter.Member) is { } photo)
        {
            var (width, height) = PhotoSize.Check(photo.Int("width"), photo.Int("height"));
            double[]? transform = photo.Optional(GeoJsonWriter.Transform)?.Numbers();
            if (transform is not (null or { Length: 6 }))
                throw new FormatException($"'{GeoJsonWriter.Transform}' has {transform.Length} numbers; six are needed.");
            var own = transform is null ? null
                : new GeoReference(width, height, transform, crs ?? GeoReference.LongitudeLatitude);
            return (photo.Text("name"), width, height, own);
        }

        var tiff = GeoReferences.Beside(file) ?? throw new FormatException(
            $"There is no member '{GeoJsonWriter.Member}' with name, width and height in pixels, and no TIFF of the file's name beside "
            + "it.");
        using var stream = File.OpenRead(tiff);
        var tags = TiffTags.Read(stream) ?? throw new FormatException($"'{tiff}' is not a TIFF file.");
        var size = tags.Numbers(256).Concat(tags.Numbers(257)).ToArray();
        if (size is not [>= 1 and <= int.MaxValue and var columns, >= 1 and <= int.MaxValue and var rows])
            throw new FormatException($"'{tiff}' does not say how large it is.");
        PhotoSize.Check((int)columns, (int)rows);
        var world = GeoReference.Read(stream);
        if (world is not null && (crs ?? GeoReference.LongitudeLatitude) is var system && system != world.Crs)
        {
            throw new FormatException(
                $"The coordinates are of '{system}' and those of '{tiff}' of '{world.Crs}'; bring one into the other's system.");
        }

        var folder = Directory.Exists(root) ? root : Path.GetDirectoryName(Path.GetFullPath(root))!;
        return (Path.GetRelativePath(folder, tiff).Replace('\\', '/'), (int)columns, (int)rows, world);
    }

    private AnnotatedRegion Region(JsonElement feature, int width, int height, GeoReference? world)
    {
        var (id, name) = Class(feature);
        var geometry = feature.Field("geometry");
        var polygons = geometry.Text("type") switch
        {
            "Polygon" => [Polygon(geometry.Field("coordinates"), world)],
            "MultiPolygon" => geometry.List("coordinates").Select(rings => Polygon(rings, world)).ToArray(),
            var kind => throw new FormatException($"A '{kind}' covers no pixels; Polygon and MultiPolygon are read."),
        };
        var region = new AnnotatedRegion(ClassList.Find(Schema, id, name), width, height, polygons)
        {
            Score = feature.Field("properties").Optional("score") is { ValueKind: JsonValueKind.Number } score ? score.GetDouble() : null,
        };
        _ = region.Mask; // a corner far outside is this feature's error
        return region;
    }

    private static PixelPolygon Polygon(JsonElement rings, GeoReference? world)
    {
        PixelPoint[][] all = [.. rings.EnumerateArray().Select(ring => Ring(ring, world))];
        return all.Length > 0 ? new PixelPolygon(all[0], all[1..]) : throw new FormatException("A polygon has no ring.");
    }

    private static PixelPoint[] Ring(JsonElement ring, GeoReference? world)
    {
        PixelPoint[] points = [.. ring.EnumerateArray().Select(point => point.Numbers() is [var x, var y, ..]
            ? new PixelPoint(x, y)
            : throw new FormatException("Every point has an x and a y."))];
        if (points.Length < 4 || points[0] != points[^1])
            throw new FormatException("A ring has at least four points, and its last is its first again.");
        return world is null ? points[..^1] : [.. points[..^1].Select(world.ToPixels)];
    }
}
