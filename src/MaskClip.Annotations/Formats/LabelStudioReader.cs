using System.Globalization;
using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>
/// Reads Label Studio's exports: the first annotation of a task that was not cancelled, or its first prediction where nobody annotated it.
/// </summary>
internal sealed class LabelStudioReader : IAnnotationReader
{
    private readonly string path;

    public LabelStudioReader(string path)
    {
        this.path = path;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        ReadingErrors.Named<object>(path, "", () =>
        {
            foreach (var task in Tasks()) ReadingErrors.Try<object>(path, "", static _ => { }, () => Add(names, task));
            return names;
        });
        Schema = ClassList.OfNames(names);

        static SortedSet<string> Add(SortedSet<string> names, JsonElement task)
        {
            foreach (var result in Results(task)) names.UnionWith(Labels(result));
            return names;
        }
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        int number = 0;
        foreach (var task in Tasks())
        {
            number++;
            var record = task.Optional("id") is { } id ? $"task {id}" : $"task number {number}";
            var photo = ReadingErrors.Try(path, record, onError, () => Photo(task, record, onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose()
    {
    }

    private IEnumerable<JsonElement> Tasks()
    {
        using var tasks = JsonRecords.OfList(path, "An export of Label Studio is a JSON list of tasks.");
        while (ReadingErrors.Named(path, "", tasks.Next))
        {
            using var document = JsonDocument.Parse(tasks.Record);
            yield return document.RootElement.Clone();
        }
    }

    private static IEnumerable<JsonElement> Results(JsonElement task)
    {
        var annotations = task.Optional("annotations") is { ValueKind: JsonValueKind.Array } all ? all.EnumerateArray() : default;
        foreach (var annotation in annotations.Where(one => one.Optional("was_cancelled") is not { ValueKind: JsonValueKind.True }))
            return annotation.List("result");
        var predictions = task.Optional("predictions") is { ValueKind: JsonValueKind.Array } guesses ? guesses.EnumerateArray() : default;
        foreach (var prediction in predictions) return prediction.List("result");
        return [];
    }

    private static IEnumerable<string> Labels(JsonElement result) =>
        result.Optional("value") is { } value
            && Kinds.Select(kind => value.Optional(kind)).FirstOrDefault(list => list is not null) is { } labels
            ? labels.EnumerateArray().Select(label => label.GetString()!)
            : [];

    private static string[] Kinds => ["brushlabels", "polygonlabels", "rectanglelabels"];

    private AnnotatedPhoto Photo(JsonElement task, string record, Action<AnnotationException>? onError)
    {
        List<AnnotatedRegion> regions = [];
        (int Width, int Height) size = default;
        foreach (var result in Results(task))
        {
            var name = result.Optional("id") is { } id ? $"{record}, result {id}" : record;
            var region = ReadingErrors.Try(path, name, onError, () =>
            {
                var own = PhotoSize.Check(result.Int("original_width"), result.Int("original_height"));
                if (size.Width > 0 && own != size)
                {
                    throw new FormatException(
                        $"The result is of a photo of {own.Width}x{own.Height} pixels, those before of {size.Width}x{size.Height}.");
                }

                size = own;
                var read = Region(result, size.Width, size.Height);
                return Note(result) is { } uncertainty ? read.WithUncertainty(uncertainty) : read;
            });
            if (region is not null) regions.Add(region);
        }

        if (size.Width == 0) throw new FormatException("The task has no result, so that the photo's size is not known.");
        var whole = task.Field("data").Optional("uncertainty");
        return new AnnotatedPhoto(Name(task), size.Width, size.Height, regions)
        {
            Uncertainty = whole is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null,
        };
    }

    // Whatever else people write beside a region is theirs.
    private static double? Note(JsonElement result) =>
        result.Optional("meta")?.Optional("text") is { ValueKind: JsonValueKind.Array } notes
            ? notes.EnumerateArray().Select(note => note.ValueKind == JsonValueKind.String ? note.GetString()! : "")
                .Where(note => note.StartsWith(LabelStudioFormat.UncertaintyNote, StringComparison.Ordinal))
                .Select(note => note[LabelStudioFormat.UncertaintyNote.Length..])
                .Select(note => double.TryParse(note, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    ? number
                    : (double?)null)
                .FirstOrDefault()
            : null;

    private AnnotatedRegion Region(JsonElement result, int width, int height)
    {
        var value = result.Field("value");
        var label = Labels(result).FirstOrDefault() ?? throw new FormatException("The result has no label.");
        int category = Schema.IndexOf(label);
        double? score = result.Optional("score") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
        if (value.Optional("rle") is { } rle)
        {
            byte[] bytes = [.. rle.EnumerateArray().Select(one => one.GetByte())];
            return new AnnotatedRegion(category, BrushRuns.ToMask(width, height, bytes)) { Score = score };
        }

        PixelPoint[] points;
        if (value.Optional("points") is { } list)
        {
            points = [.. list.EnumerateArray().Select(point => point.Numbers() is [var x, var y]
                ? new PixelPoint(x * width / 100, y * height / 100)
                : throw new FormatException("Every point has an x and a y."))];
        }
        else
        {
            double[] box = [.. ((string[])["x", "y", "width", "height"]).Select(name => value.Field(name).GetDouble())];
            double left = box[0] * width / 100, top = box[1] * height / 100;
            double right = left + box[2] * width / 100, bottom = top + box[3] * height / 100;
            points = [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];
        }

        if (points.Length < 3) throw new FormatException($"A polygon has {points.Length} corners; at least three are needed.");
        var region = new AnnotatedRegion(category, width, height, [new PixelPolygon(points, [])]) { Score = score };
        _ = region.Mask; // a corner far outside is this result's error
        return region;
    }

    // The photo stands in whatever field of the data the interface names; local files have their path behind '?d='.
    private static string Name(JsonElement task)
    {
        var data = task.Field("data");
        var text = data.EnumerateObject().Select(field => field.Value).FirstOrDefault(field => field.ValueKind == JsonValueKind.String);
        var name = text.ValueKind == JsonValueKind.String ? text.GetString()! : throw new FormatException("'data' names no photo.");
        int local = name.IndexOf("?d=", StringComparison.Ordinal);
        return local >= 0 ? Uri.UnescapeDataString(name[(local + 3)..]) : name[(name.LastIndexOf('/') + 1)..];
    }
}
