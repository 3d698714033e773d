using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>Reads plain label masks; what a class covers is one region.</summary>
internal sealed class MasksReader : IAnnotationReader
{
    private static readonly string[] Lists = [MasksFormat.List, "classes.txt", "labels.txt"];

    private readonly string folder;
    private readonly string[] files;
    private readonly bool isNamed;

    public MasksReader(string path)
    {
        folder = path;
        if (!Directory.Exists(path)) throw new AnnotationException(path, "", "Masks are read from a folder; this is not a folder.");
        string[] all = [.. Directory.EnumerateFiles(path, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

        // Beside the masks that 'segment' writes lie pictures of the results.
        string[] marked = [.. all.Where(file => file.EndsWith(MasksFormat.Ending, StringComparison.OrdinalIgnoreCase))];
        files = marked.Length > 0 ? marked : all;
        if (files.Length == 0) throw new AnnotationException(path, "", "There is no mask '*.png'.");
        string[] places = [path, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) ?? path];
        var list = places.SelectMany(place => Lists.Select(name => Path.Combine(place, name))).FirstOrDefault(File.Exists);
        isNamed = list is not null;
        Schema = list is null ? Numbers() : ReadingErrors.Named(list, "", () => Names(list));
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        foreach (var file in files)
        {
            var photo = ReadingErrors.Try(file, "", onError, () => Photo(file));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose()
    {
    }

    // A first class called so is one, as in the lists of data sets.
    private static AnnotationSchema Names(string list)
    {
        var vocabulary = Vocabulary.FromFile(list);
        return new AnnotationSchema(vocabulary.Classes.Select((one, i) => new AnnotationCategory(
            i,
            one.Name,
            one.IsBackground || (i == 0 && one.Name == "background"),
            Color: vocabulary.Palette[i % vocabulary.Palette.Count])));
    }

    // Of 8 bits: what is not in the file is not in the results either.
    private static AnnotationSchema Numbers() =>
        new(Enumerable.Range(0, byte.MaxValue).Select(value =>
            new AnnotationCategory(value, $"{value}", Color: Palette.Default[value])));

    private AnnotatedPhoto Photo(string file)
    {
        var mask = LabelMask.Load(file);
        List<AnnotatedRegion> regions = [];
        RegionMask? none = null;
        foreach (var (label, part) in
            LabelShapes.Instances(mask.Labels, mask.Width, mask.Height, [], new InstanceOptions { Split = false }))
        {
            int category = Schema.IndexOf(label);
            if (category >= 0 && !Schema.Categories[category].IsBackground) regions.Add(new AnnotatedRegion(category, part));
            else if (category < 0 && label == mask.IgnoreLabel) none = part;
            else if (category < 0) throw new FormatException(Unknown(label, mask));
        }

        var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
        if (name.EndsWith(MasksFormat.Ending, StringComparison.OrdinalIgnoreCase)) name = $"{name[..^MasksFormat.Ending.Length]}.png";
        return new AnnotatedPhoto(name, mask.Width, mask.Height, regions) { Void = none };
    }

    private string Unknown(int label, LabelMask mask) => isNamed
        ? $"The value {label} stands for no class: there are {Schema.Categories.Count} names, so 0 to {Schema.Categories.Count - 1} and "
            + $"{mask.IgnoreLabel} for void are allowed."
        : $"The value {label} has no name. Write '{MasksFormat.List}' with a name a line, the first for 0.";
}
