using System.Globalization;
using System.Text.Json;

namespace MaskClip.Annotations.Formats.Supervisely;

/// <summary>Reads Supervisely's files: masks, one file a photo, named like it with <c>.json</c> behind.</summary>
internal sealed class SuperviselyReader : IAnnotationReader
{
    private readonly string root;
    private readonly FileList files;

    public SuperviselyReader(string path)
    {
        root = File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        var meta = Path.Combine(root, SuperviselyFormat.Meta);
        if (!File.Exists(meta)) throw new AnnotationException(path, "", $"There is no '{SuperviselyFormat.Meta}' with the classes.");
        Schema = ReadingErrors.Named(meta, "", () => new AnnotationSchema(
            [.. Json(meta).List("classes").Select((one, i) => new AnnotationCategory(i + 1, one.Text("title"), Color: Color(one)))])
        {
            IsNumbered = false,
        });
        bool isMeta = Path.GetFileName(path) == SuperviselyFormat.Meta;
        files = new FileList(isMeta ? root : path, ".json", file => Path.GetFileName(file) != SuperviselyFormat.Meta);
        if (files.IsEmpty)
            throw new AnnotationException(path, "", "There is no file PHOTO.json beside it, as Supervisely has for each photo.");
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

    private static JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }

    private static (byte Red, byte Green, byte Blue)? Color(JsonElement one) =>
        one.Optional("color") is { ValueKind: JsonValueKind.String } text && text.GetString() is ['#', .. { Length: 6 } hex]
        && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rgb)
            ? ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : null;

    private AnnotatedPhoto Photo(string file, Action<AnnotationException>? onError)
    {
        var json = Json(file);
        var size = json.Field("size");
        var (width, height) = PhotoSize.Check(size.Int("width"), size.Int("height"));
        List<AnnotatedRegion> regions = [];
        int index = 0;
        foreach (var one in json.List("objects"))
        {
            var region = ReadingErrors.Try(file, $"object {index++}", onError, () => Region(one, width, height));
            if (region is not null) regions.Add(region);
        }

        // DATASET/ann/a/b.jpg.json stands for the photo a/b.jpg; several data sets keep their names in front.
        var name = Path.GetRelativePath(root, file)[..^".json".Length].Replace('\\', '/');
        var parts = name.Split('/').ToList();
        int folder = parts.IndexOf(SuperviselyFormat.Annotations);
        if (folder >= 0) parts.RemoveAt(folder);
        if (folder == 1 && parts[0] == SuperviselyFormat.FolderName) parts.RemoveAt(0);
        var photo = Path.Combine(Path.GetDirectoryName(file)!, "..", "img", Path.GetFileName(name));
        return new AnnotatedPhoto(string.Join('/', parts), width, height, regions) { PhotoPath = File.Exists(photo) ? photo : null };
    }

    private AnnotatedRegion Region(JsonElement one, int width, int height)
    {
        var label = one.Text("classTitle");
        int category = Schema.IndexOf(label);
        if (category < 0) throw new FormatException($"'{SuperviselyFormat.Meta}' has no class '{label}'.");
        var kind = one.Optional("geometryType") is { } given ? given.ToString() : one.Optional("shape")?.ToString();
        if (kind != "bitmap") throw new FormatException($"The geometry is '{kind}'; masks ('bitmap') are read.");
        var bitmap = one.Field("bitmap");
        double[] origin = bitmap.Field("origin").Numbers();
        if (origin is not [var left, var top] || Math.Abs(left) > int.MaxValue || Math.Abs(top) > int.MaxValue)
            throw new FormatException("'origin' is the first column and the first row of the mask.");
        return new AnnotatedRegion(
            category,
            BitmapText.ToMask(width, height, (int)left, (int)top, Convert.FromBase64String(bitmap.Text("data"))))
        {
            Score = Score(one),
        };
    }

    private static double? Score(JsonElement one) =>
        one.Optional("description") is { ValueKind: JsonValueKind.String } text && text.GetString() is { } words
        && words.StartsWith("score ", StringComparison.Ordinal)
        && double.TryParse(words.AsSpan(6), NumberStyles.Float, CultureInfo.InvariantCulture, out double score) && score is >= 0 and <= 1
            ? score
            : null;
}
