using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>
/// Reads labelme's files. Shapes are filled by labelme's convention: whole numbers are pixel centers and the border belongs to the shape.
/// </summary>
internal sealed class LabelmeReader : IAnnotationReader
{
    private readonly string root;
    private readonly FileList files;

    public LabelmeReader(string path)
    {
        root = path;
        files = new FileList(path, ".json", IsLabelme);
        if (files.IsEmpty)
            throw new AnnotationException(path, "", "There is no JSON file with 'shapes', as labelme writes beside photos.");

        // labelme has no list of classes: those that occur, in the order of their names.
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files.Paths())
        {
            ReadingErrors.Try<object>(file, "", static _ => { }, () =>
            {
                foreach (var shape in Root(file).List("shapes")) names.Add(shape.Text("label"));
                return names;
            });
        }

        Schema = ClassList.OfNames(names.Where(name => name != "_background_"));
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

    private static bool IsLabelme(string file)
    {
        try
        {
            return Root(file).Optional("shapes") is { ValueKind: JsonValueKind.Array };
        }
        catch (JsonException)
        {
            return true; // said when it is read
        }
    }

    private static JsonElement Root(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }

    private AnnotatedPhoto Photo(string file, Action<AnnotationException>? onError)
    {
        var json = Root(file);
        var (width, height) = PhotoSize.Check(json.Int("imageWidth"), json.Int("imageHeight"));
        List<AnnotatedRegion> regions = [];
        int index = 0;
        foreach (var shape in json.List("shapes"))
        {
            var region = ReadingErrors.Try(file, $"shape {index++}", onError, () => Region(shape, width, height));
            if (region is not null) regions.Add(region);
        }

        var folder = Path.GetRelativePath(Directory.Exists(root) ? root : Path.GetDirectoryName(root)!, Path.GetDirectoryName(file)!);
        var name = Path.GetFileName(json.Text("imagePath").Replace('\\', '/'));
        var beside = Path.Combine(Path.GetDirectoryName(file)!, name);
        return new AnnotatedPhoto(folder == "." ? name : $"{folder.Replace('\\', '/')}/{name}", width, height, regions)
        {
            PhotoPath = File.Exists(beside) ? beside : null,
        };
    }

    private AnnotatedRegion Region(JsonElement shape, int width, int height)
    {
        var label = shape.Text("label");
        int category = Schema.IndexOf(label);
        if (category < 0) throw new FormatException($"There is no class '{label}'.");
        double[][] points = [.. shape.List("points").Select(point => point.Numbers())];
        if (points.Any(point => point.Length != 2)) throw new FormatException("Every point has an x and a y.");
        return shape.Text("shape_type") switch
        {
            "mask" when points.Length == 2 => new AnnotatedRegion(category, Mask(shape, points, width, height)),
            "polygon" when points.Length >= 3 => Drawn(category, points, width, height),
            "rectangle" when points is [[var left, var top], [var right, var bottom]] =>
                Drawn(category, [[left, top], [right, top], [right, bottom], [left, bottom]], width, height),
            "circle" when points is [[var x, var y], [var onX, var onY]] => Drawn(category, Circle(x, y, onX, onY), width, height),
            var kind => throw new FormatException(
                $"A '{kind}' of {points.Length} points covers no pixels; masks, polygons, rectangles and circles are read."),
        };
    }

    private static AnnotatedRegion Drawn(int category, double[][] points, int width, int height)
    {
        if (points.Any(point => !(Math.Abs(point[0]) < PolygonFill.MaxOutside && Math.Abs(point[1]) < PolygonFill.MaxOutside)))
            throw new FormatException($"A corner is farther than {PolygonFill.MaxOutside} pixels away.");
        (int X, int Y)[] ring = [.. points.Select(point => ((int)Math.Round(point[0]), (int)Math.Round(point[1])))];
        PixelPolygon polygon = new([.. points.Select(point => new PixelPoint(point[0] + 0.5, point[1] + 0.5))], []);
        return AnnotatedRegion.Filled(category, [polygon], () => CenterFill.Fill(width, height, ring));
    }

    private static double[][] Circle(double x, double y, double onX, double onY)
    {
        const int corners = 64;
        double radius = Math.Sqrt((onX - x) * (onX - x) + (onY - y) * (onY - y));
        return [.. Enumerable.Range(0, corners).Select(i => 2 * Math.PI * i / corners)
            .Select(angle => new[] { x + radius * Math.Cos(angle), y + radius * Math.Sin(angle) })];
    }

    private static RegionMask Mask(JsonElement shape, double[][] corners, int width, int height)
    {
        var mask = LabelMask.Load(shape.Field("mask").GetBytesFromBase64(), "mask");
        int left = (int)Math.Round(corners[0][0]), top = (int)Math.Round(corners[0][1]);
        int columns = (int)Math.Round(corners[1][0]) - left + 1, rows = (int)Math.Round(corners[1][1]) - top + 1;
        if ((columns, rows) != (mask.Width, mask.Height))
            throw new FormatException($"The mask is {mask.Width}x{mask.Height}, its corners span {columns}x{rows} pixels.");
        var pixels = new byte[mask.Labels.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = mask.Labels[i] != 0 ? (byte)1 : (byte)0;
        return RegionMask.From(width, height, left, top, columns, rows, pixels);
    }
}
