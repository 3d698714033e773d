using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>Reads COCO instances. The file is held as bytes; annotations are taken apart when their photo is read.</summary>
internal sealed class CocoReader : IAnnotationReader
{
    private readonly string path;
    private readonly byte[] bytes;
    private readonly List<JsonElement> images = [];
    private readonly Dictionary<long, List<Range>> annotations = [];
    private readonly List<Range> withoutImage = [];

    public CocoReader(string path)
    {
        this.path = path;
        bytes = File.ReadAllBytes(path);
        Schema = ReadingErrors.Named(path, "", ReadIndex);
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        foreach (var range in withoutImage)
        {
            ReadingErrors.Try<AnnotatedPhoto>(path, Name(range), onError, () =>
                throw new FormatException($"'image_id' is {Parse(range).Field("image_id")}, and no image has that id."));
        }

        foreach (var image in images)
        {
            var photo = ReadingErrors.Try(path, $"image {image.Optional("id")}", onError, () => Photo(image, onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose()
    {
    }

    private AnnotatedPhoto Photo(JsonElement image, Action<AnnotationException>? onError)
    {
        var (width, height) = PhotoSize.Check(image.Int("width"), image.Int("height"));
        List<AnnotatedRegion> regions = [];
        foreach (var range in annotations.GetValueOrDefault(image.Field("id").GetInt64()) ?? [])
        {
            var region = ReadingErrors.Try(path, Name(range), onError, () => Region(Parse(range), width, height));
            if (region is not null) regions.Add(region);
        }

        return new AnnotatedPhoto(image.Text("file_name"), width, height, regions);
    }

    private AnnotatedRegion Region(JsonElement annotation, int width, int height)
    {
        int id = annotation.Int("category_id"), category = Schema.IndexOf(id);
        if (category < 0) throw new FormatException($"'category_id' is {id}, and no category has that id.");
        bool isCrowd = annotation.Optional("iscrowd") is { ValueKind: JsonValueKind.Number } crowd && crowd.GetInt32() == 1;
        double? score = annotation.Optional("score") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
        var shape = annotation.Field("segmentation");
        if (shape.ValueKind == JsonValueKind.Array)
        {
            var region = new AnnotatedRegion(category, width, height, Polygons(shape)) { IsCrowd = isCrowd, Score = score };
            _ = region.Mask; // a coordinate that is none is this annotation's error, not its user's
            return region;
        }

        int[] size = [.. shape.Field("size").Numbers().Select(side => (int)side)];
        if (size is not [var rows, var columns] || (rows, columns) != (height, width))
        {
            throw new FormatException(
                $"The run lengths are of a photo of {string.Join("x", size)} (height x width); it has {height}x{width}.");
        }

        var counts = shape.Field("counts");
        int[] runs = counts.ValueKind == JsonValueKind.String
            ? CocoRuns.Decode(counts.GetString())
            : [.. counts.Numbers().Select(count => checked((int)count))];
        return new AnnotatedRegion(category, CocoRuns.ToMask(width, height, runs)) { IsCrowd = isCrowd, Score = score };
    }

    private static IReadOnlyList<PixelPolygon> Polygons(JsonElement lists)
    {
        List<PixelPolygon> polygons = [];
        foreach (var list in lists.EnumerateArray())
        {
            double[] numbers = list.Numbers();

            // Exactly four numbers are a box to pycocotools.
            if (numbers is [var x, var y, var width, var height])
                numbers = [x, y, x, y + height, x + width, y + height, x + width, y];
            if (numbers.Length < 6 || numbers.Length % 2 != 0)
                throw new FormatException($"A polygon has {numbers.Length} numbers; x and y of at least three corners are needed.");
            polygons.Add(new PixelPolygon([.. numbers.Chunk(2).Select(pair => new PixelPoint(pair[0], pair[1]))], []));
        }

        return polygons.Count > 0 ? polygons : throw new FormatException("'segmentation' is empty; polygons or run lengths are needed.");
    }

    private AnnotationSchema ReadIndex()
    {
        List<AnnotationCategory> categories = [];
        List<Range> records = [];
        var json = new Utf8JsonReader(bytes);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new FormatException("A COCO file is a JSON object.");
        var missing = new HashSet<string> { "images", "annotations", "categories" };
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (!missing.Remove(name))
            {
                json.Skip();
                continue;
            }

            if (json.TokenType != JsonTokenType.StartArray) throw new FormatException($"'{name}' is no list.");
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                int start = (int)json.TokenStartIndex;
                json.Skip();
                var range = start..(int)json.BytesConsumed;
                if (name == "annotations") records.Add(range);
                else if (name == "images") images.Add(Parse(range));
                else categories.Add(Category(Parse(range)));
            }
        }

        if (missing.Count > 0) throw new FormatException($"COCO instances have a list '{missing.Order().First()}'; there is none.");
        foreach (var image in images)
        {
            long id = image.Field("id").GetInt64();
            if (!annotations.TryAdd(id, [])) throw new FormatException($"Two images have the id {id}.");
        }

        foreach (var range in records)
        {
            bool isKnown = Parse(range).Optional("image_id") is { ValueKind: JsonValueKind.Number } id
                && id.TryGetInt64(out long image) && annotations.TryGetValue(image, out var list) && Add(list, range);
            if (!isKnown) withoutImage.Add(range);
        }

        return new AnnotationSchema(categories);

        static bool Add(List<Range> list, Range range)
        {
            list.Add(range);
            return true;
        }
    }

    private static AnnotationCategory Category(JsonElement record) => new(
        record.Int("id"),
        record.Text("name"),
        IsStuff: record.Optional("supercategory") is { ValueKind: JsonValueKind.String } kind && kind.GetString() == "stuff");

    private string Name(Range range) => $"annotation {Parse(range).Optional("id")}";

    private JsonElement Parse(Range range)
    {
        using var document = JsonDocument.Parse(bytes.AsMemory(range));
        return document.RootElement.Clone();
    }
}
