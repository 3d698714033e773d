using MaskClip.Evaluation.Datasets;
using MaskClip.Imaging;

namespace MaskClip.Evaluation;

/// <summary>Photos with masks in a folder, in one of the layouts in which data sets are published.</summary>
public sealed class SegmentationDataset
{
    private readonly LabelTable labels;
    private readonly LabelOrder? order;

    private SegmentationDataset(string folder, LayoutRules rules, IReadOnlyList<LabelledPhoto> photos)
    {
        Folder = folder;
        Layout = rules.Layout;
        Vocabulary = rules.Classes(folder);
        labels = rules.Labels(folder, Vocabulary);
        order = rules.Order;
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

    /// <summary>
    /// Opens a folder. Only names are read (and some masks, where a data set is published in two numberings); the masks are read with
    /// <see cref="ReadTruth"/>.
    /// </summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="layout">The name of one of <see cref="Layouts"/>; <see langword="null"/> recognises it by the folder's content.</param>
    /// <param name="split">Which part, where there are parts, for example <c>train</c>; <see langword="null"/> takes <c>val</c>.</param>
    /// <exception cref="ArgumentException">There is no such layout.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="DatasetException">The folder is not laid out so, files are missing, or labels are in another numbering.</exception>
    public static SegmentationDataset Open(string folder, string? layout = null, string? split = null)
    {
        var (dataset, faults) = Examine(folder, layout, split);
        if (faults.Count == 0) return dataset;
        var others = faults.Count == 1 ? "" : $" It is one of {faults.Count} faults; 'maskclip datasets check' lists them.";
        throw new DatasetException(faults[0].Path, faults[0].Fault + others);
    }

    /// <summary>Reads a photo's mask.</summary>
    /// <param name="photo">One of <see cref="Photos"/>.</param>
    /// <returns>Labels as class indices of <see cref="Vocabulary"/>; <see cref="Segmentation.Ignore"/> for what belongs to none.</returns>
    /// <exception cref="ImageFormatException">The mask is no readable label map, or the photo no readable picture.</exception>
    /// <exception cref="DatasetException">The mask has another size than the photo, or a label that the data set does not have.</exception>
    public LabelMap ReadTruth(LabelledPhoto photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var mask = IndexedPng.ReadLabels(photo.TruthPath);
        var (width, height) = ImageCodec.ReadSize(photo.PhotoPath);
        if (mask.Width != width || mask.Height != height)
        {
            bool isTurned = mask.Width == height && mask.Height == width;
            var hint = isTurned ? " The photo is turned upright as its EXIF orientation says; was the mask made before that?" : "";
            var fault = $"The mask is {mask.Width}x{mask.Height}, its photo '{photo.PhotoPath}' {width}x{height}.{hint}";
            throw new DatasetException(photo.TruthPath, fault);
        }

        int stranger = labels.Apply(mask.Labels);
        if (stranger < 0) return new LabelMap(width, height, mask.Labels);
        throw new DatasetException(photo.TruthPath, order is not null && order.Foreign.Contains((ushort)stranger)
            ? order.Explain((ushort)stranger)
            : $"Label {stranger} does not belong to layout '{Layout.Name}', which has {labels.Allowed}.");
    }

    /// <summary>Opens a folder in which files may be missing; the faults say which.</summary>
    internal static (SegmentationDataset Dataset, IReadOnlyList<DatasetException> Faults) Examine(
        string folder, string? layout, string? split)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"The folder '{folder}' is not there; give the data set's folder.");
        }

        var choice = LayoutChoice.For(folder, layout, split);
        var files = DatasetFiles.Find(folder, choice.Place);
        var rules = choice.SettleOrder(folder, files.Photos, isNamed: layout is not null);
        return (new SegmentationDataset(folder, rules, files.Photos), files.Faults);
    }
}
