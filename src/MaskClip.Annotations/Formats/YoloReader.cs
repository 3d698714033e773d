using System.Globalization;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>Reads YOLO's labels. Polygons are filled as ultralytics fills them: corners cut to whole pixels, border included.</summary>
internal sealed class YoloReader : IAnnotationReader
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".webp", ".bmp"];

    private readonly string folder;
    private readonly FileList labels;

    public YoloReader(string path)
    {
        folder = File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        var list = Path.Combine(folder, YoloFormat.List);
        if (!File.Exists(list)) throw new AnnotationException(folder, "", $"There is no '{YoloFormat.List}' with names, as YOLO has.");
        Schema = ReadingErrors.Named(list, "", () => ReadNames(list));
        var below = Path.Combine(folder, YoloFormat.Labels);
        if (!Directory.Exists(below)) throw new AnnotationException(folder, "", $"There is no folder '{YoloFormat.Labels}', as YOLO has.");
        labels = new FileList(below, ".txt");
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        var below = Path.Combine(folder, YoloFormat.Labels);
        foreach (var path in labels.Paths())
        {
            var photo = ReadingErrors.Try(path, "", onError, () => Photo(path, Path.GetRelativePath(below, path), onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose() => labels.Dispose();

    private AnnotatedPhoto Photo(string path, string name, Action<AnnotationException>? onError)
    {
        var stem = Path.ChangeExtension(name, null);
        var image = Endings.Select(ending => Path.Combine(folder, YoloFormat.Images, stem + ending)).FirstOrDefault(File.Exists)
            ?? throw new FormatException($"There is no photo '{Path.Combine(YoloFormat.Images, stem)}' ({string.Join(", ", Endings)}), "
                + "whose size is needed.");
        var (width, height) = RgbImage.ReadSize(image);
        string[] lines = File.ReadAllLines(path);

        // Ultralytics takes a file's lines as boxes unless one of them has three corners.
        bool isBoxes = lines.All(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 6);
        List<AnnotatedRegion> regions = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            var line = lines[i];
            var region = ReadingErrors.Try(path, $"line {i + 1}", onError, () => Region(line, isBoxes, width, height));
            if (region is not null) regions.Add(region);
        }

        var photo = Path.GetRelativePath(Path.Combine(folder, YoloFormat.Images), image).Replace('\\', '/');
        return new AnnotatedPhoto(photo, width, height, regions) { PhotoPath = image };
    }

    private AnnotatedRegion Region(string line, bool isBoxes, int width, int height)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id) || Schema.IndexOf(id) < 0)
            throw new FormatException($"The class is '{fields[0]}'; 0 to {Schema.Categories.Count - 1} are allowed.");
        double[] numbers = [.. fields.Skip(1).Select(field =>
            double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= -0.01 and <= 1.01
                ? number
                : throw new FormatException($"'{field}' stands for a share of the photo's width or height, 0 to 1."))];
        if (isBoxes && numbers is [var x, var y, var wide, var high])
        {
            double left = x - wide / 2, right = x + wide / 2, top = y - high / 2, bottom = y + high / 2;
            var box = Polygon([left, top, right, top, right, bottom, left, bottom], width, height);
            return new AnnotatedRegion(Schema.IndexOf(id), width, height, [box]);
        }

        if (numbers.Length < 6 || numbers.Length % 2 != 0)
            throw new FormatException($"A polygon has {numbers.Length} numbers; x and y of at least three corners are needed.");
        (int X, int Y)[] ring = [.. numbers.Chunk(2).Select(pair => ((int)(pair[0] * width), (int)(pair[1] * height)))];
        return AnnotatedRegion.Filled(
            Schema.IndexOf(id), [Polygon(numbers, width, height)], () => CenterFill.Fill(width, height, ring));
    }

    private static PixelPolygon Polygon(double[] numbers, int width, int height) =>
        new([.. numbers.Chunk(2).Select(pair => new PixelPoint(pair[0] * width, pair[1] * height))], []);

    // The part of YAML that these files use: names as a map of numbers, or as a list in brackets or in lines.
    private static AnnotationSchema ReadNames(string path)
    {
        List<AnnotationCategory> names = [];
        bool isNames = false;
        foreach (var raw in File.ReadLines(path))
        {
            var line = raw.TrimEnd();
            if (line.Length == 0 || line.TrimStart()[0] == '#') continue;
            if (!char.IsWhiteSpace(line[0]) && line[0] != '-')
            {
                isNames = line.StartsWith("names:", StringComparison.Ordinal);
                var list = isNames ? line["names:".Length..].Trim() : "";
                if (list.Length > 1 && list[0] == '[' && list[^1] == ']')
                    foreach (var name in list[1..^1].Split(',')) Add(names.Count, name);
                continue;
            }

            if (!isNames) continue;
            var entry = line.Trim();
            int colon = entry.IndexOf(':', StringComparison.Ordinal);
            if (entry[0] == '-') Add(names.Count, entry[1..]);
            else if (colon > 0 && int.TryParse(entry.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                Add(id, entry[(colon + 1)..]);
            else throw new FormatException($"'{entry}' is not a name; a line such as '0: cat' is expected.");
        }

        return names.Count > 0 ? new AnnotationSchema(names) : throw new FormatException("There is no list 'names'.");

        void Add(int id, string text)
        {
            var name = text.Trim();
            if (name.Length > 1 && name[0] is '"' or '\'' && name[^1] == name[0])
                name = name[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);
            names.Add(new AnnotationCategory(id, name));
        }
    }
}
