using MaskClip.Evaluation.Datasets;
using MaskClip.Imaging;

namespace MaskClip.Evaluation;

/// <summary>Photos with masks in a folder, in one of the layouts in which data sets are published.</summary>
public sealed class SegmentationDataset
{
    private readonly LabelTable labels;

    private SegmentationDataset(string folder, DatasetLayout layout, Vocabulary vocabulary, LabelTable labels, IReadOnlyList<LabelledPhoto> photos)
    {
        Folder = folder;
        Layout = layout;
        Vocabulary = vocabulary;
        this.labels = labels;
        Photos = photos;
    }

    /// <summary>The layouts that can be named, see <see cref="Open"/>.</summary>
    public static IReadOnlyList<DatasetLayout> Layouts { get; } = [.. KnownLayouts.All.Select(rules => rules.Layout)];

    /// <summary>The folder's own name, for example <c>voc2012-val</c>.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The layout that was named or recognised.</summary>
    public DatasetLayout Layout { get; }

    /// <summary>The classes.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The photos, ordered by id.</summary>
    public IReadOnlyList<LabelledPhoto> Photos { get; }

    /// <summary>Opens a folder. Only names are read; masks are read with <see cref="ReadTruth"/>.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="layout">The name of one of <see cref="Layouts"/>; <see langword="null"/> recognises it by the folder's content.</param>
    /// <exception cref="ArgumentException">There is no such layout.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="DatasetException">The folder is not laid out so, or files are missing.</exception>
    public static SegmentationDataset Open(string folder, string? layout = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder '{folder}' is not there; give the data set's folder.");
        var chosen = Choose(folder, layout);
        var place = chosen.Places.FirstOrDefault(place => place.IsIn(folder))
            ?? throw new DatasetException(folder, $"This is no folder of layout '{chosen.Layout.Name}'; it would have {string.Join(" or ", chosen.Places.Select(place => $"'{place.Photos}' and '{place.Masks}'"))}.");
        var vocabulary = chosen.Classes(folder);
        return new SegmentationDataset(folder, chosen.Layout, vocabulary, chosen.Labels(folder, vocabulary), List(folder, place));
    }

    /// <summary>Reads a photo's mask.</summary>
    /// <param name="photo">One of <see cref="Photos"/>.</param>
    /// <returns>Labels as class indices of <see cref="Vocabulary"/>; <see cref="Segmentation.Ignore"/> for what belongs to none.</returns>
    /// <exception cref="ImageFormatException">The file is no readable label map.</exception>
    /// <exception cref="DatasetException">It holds a label that the data set does not have.</exception>
    public LabelMap ReadTruth(LabelledPhoto photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var mask = IndexedPng.Read(photo.TruthPath);
        int stranger = labels.Apply(mask.Indices);
        if (stranger >= 0)
        {
            throw new DatasetException(photo.TruthPath, $"Label {stranger} does not belong to layout '{Layout.Name}', which has {labels.Allowed}.");
        }

        return new LabelMap(mask.Width, mask.Height, mask.Indices);
    }

    private static LayoutRules Choose(string folder, string? name)
    {
        if (name is null) return KnownLayouts.All.FirstOrDefault(rules => rules.Places.Any(place => place.IsIn(folder))) ?? throw new DatasetException(folder, $"No layout is recognised; name one of: {Names()}.");
        return KnownLayouts.All.FirstOrDefault(rules => rules.Layout.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'{name}' is no layout; there are: {Names()}.", nameof(name));
    }

    private static string Names() => string.Join(", ", Layouts.Select(layout => layout.Name));

    private static List<LabelledPhoto> List(string folder, FilePlace place)
    {
        string photos = Path.Combine(folder, place.Photos), masks = Path.Combine(folder, place.Masks);
        return [.. Directory.EnumerateFiles(photos, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Id: Path.ChangeExtension(Path.GetRelativePath(photos, path), null).Replace('\\', '/')))
            .OrderBy(photo => photo.Id, StringComparer.Ordinal)
            .Select(photo => new LabelledPhoto(photo.Id, photo.Path, Path.Combine(masks, photo.Id + place.MaskEnding)))];
    }
}
