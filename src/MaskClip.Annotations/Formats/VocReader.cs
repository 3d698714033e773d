using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>Reads VOC's masks: every value of a class mask, or of one object where object masks are there, is a region.</summary>
internal sealed class VocReader : IAnnotationReader
{
    private const int VoidValue = 255;

    private readonly string folder;
    private readonly FileList masks;

    public VocReader(string folder)
    {
        this.folder = folder;
        var classes = Path.Combine(folder, VocFormat.Classes);
        if (!Directory.Exists(classes))
            throw new AnnotationException(folder, "", $"There is no folder '{VocFormat.Classes}' with masks, as VOC has.");
        masks = new FileList(classes, ".png");
        var map = Path.Combine(folder, VocFormat.LabelMap);
        Schema = File.Exists(map) ? ReadingErrors.Named(map, "", () => ReadMap(map)) : Published();
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        foreach (var path in masks.Paths())
        {
            var stem = Path.GetRelativePath(Path.Combine(folder, VocFormat.Classes), path);
            var photo = ReadingErrors.Try(path, "", onError, () => Photo(path, stem));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose() => masks.Dispose();

    private AnnotatedPhoto Photo(string path, string stem)
    {
        var mask = LabelMask.Load(path);
        var objectPath = Path.Combine(folder, VocFormat.Objects, stem);
        var objects = File.Exists(objectPath) ? LabelMask.Load(objectPath) : null;
        if (objects is not null && (objects.Width, objects.Height) != (mask.Width, mask.Height))
            throw new FormatException($"The mask is {mask.Width}x{mask.Height}, that of its objects {objects.Width}x{objects.Height}.");

        // One region for each pair of class and object.
        var pairs = new Dictionary<(int Label, int Object), ushort>();
        var keys = new ushort[mask.Labels.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            var pair = (mask.Labels[i], objects?.Labels[i] ?? 0);
            if (!pairs.TryGetValue(pair, out keys[i])) pairs[pair] = keys[i] = checked((ushort)pairs.Count);
        }

        var labels = pairs.ToDictionary(pair => pair.Value, pair => pair.Key.Label);
        var parts = LabelShapes.Instances(keys, mask.Width, mask.Height, [], new InstanceOptions { Split = false });
        List<AnnotatedRegion> regions = [];
        List<RegionMask> unknown = [];
        foreach (var part in parts)
        {
            int value = labels[part.Label];
            if (value == VoidValue)
            {
                unknown.Add(part.Mask);
                continue;
            }

            int category = Schema.IndexOf(value);
            if (category < 0) throw new FormatException($"The value {value} stands for no class; see '{VocFormat.LabelMap}'.");
            if (!Schema.Categories[category].IsBackground) regions.Add(new AnnotatedRegion(category, part.Mask));
        }

        var name = Path.ChangeExtension(stem, ".jpg").Replace('\\', '/');
        return new AnnotatedPhoto(name, mask.Width, mask.Height, regions)
        {
            PhotoPath = PhotoFiles.Find(folder, name),
            Void = unknown.Count == 0 ? null : Union(mask, unknown),
        };
    }

    private static RegionMask Union(LabelMask mask, List<RegionMask> parts)
    {
        var labels = new ushort[mask.Labels.Length];
        foreach (var part in parts) part.Paint(labels, 1);
        return LabelShapes.Instances(labels, mask.Width, mask.Height, [0], new InstanceOptions { Split = false })[0].Mask;
    }

    private static AnnotationSchema Published() => AnnotationSchema.From(Vocabulary.BuiltIn("voc21"));

    private static AnnotationSchema ReadMap(string path)
    {
        List<AnnotationCategory> categories = [];
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var fields = line.Split(':');
            byte[] color = fields.Length > 1 && fields[1].Length > 0
                ? [.. fields[1].Split(',').Select(number => byte.Parse(number, System.Globalization.CultureInfo.InvariantCulture))]
                : [];
            categories.Add(new AnnotationCategory(
                categories.Count,
                fields[0],
                fields[0].Equals("background", StringComparison.OrdinalIgnoreCase),
                Color: color is [var red, var green, var blue] ? (red, green, blue) : null));
        }

        return new AnnotationSchema(categories);
    }
}
