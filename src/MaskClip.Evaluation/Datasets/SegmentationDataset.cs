using MaskClip.Evaluation.Datasets;
using MaskClip.Imaging;

namespace MaskClip.Evaluation;

/// <summary>Photos with masks: a folder in one of the layouts in which data sets are published, or photos that a program reads.</summary>
/// <remarks>Immutable: safe to share between threads.</remarks>
public sealed class SegmentationDataset
{
    private static readonly DatasetLayout Own = new("own", "photos and masks that a program reads");

    private readonly LabelTable labels;
    private readonly LabelOrder? order;
    private readonly BinaryLabels binary = new();

    private SegmentationDataset(string folder, LayoutRules rules, IReadOnlyList<LabeledPhoto> photos)
    {
        Folder = folder;
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        Layout = rules.Layout;
        Vocabulary = rules.Classes(folder);
        labels = rules.Labels(folder, Vocabulary);
        order = rules.Order;
        Photos = photos;
    }

    private SegmentationDataset(
        string name, Vocabulary vocabulary, IReadOnlyList<LabeledPhoto> photos, string? version, DatasetLayout? layout = null)
    {
        Name = name;
        Layout = layout ?? Own;
        Vocabulary = vocabulary;
        labels = LabelTable.Indices(vocabulary.Classes.Count);
        Photos = photos;
        Version = version;
    }

    /// <summary>The layouts that can be named, see <see cref="Open"/>.</summary>
    public static IReadOnlyList<DatasetLayout> Layouts { get; } = [.. KnownLayouts.All.Select(rules => rules.Layout)];

    /// <summary>What it is called in reports: a folder's own name, for example <c>voc2012-val</c>.</summary>
    public string Name { get; }

    /// <summary>The folder, if it is one.</summary>
    public string? Folder { get; }

    /// <summary>The layout that was named or recognized; <c>own</c> where a program reads photos and masks.</summary>
    public DatasetLayout Layout { get; }

    /// <summary>What tells this content from an earlier one of the same name and ids, where a program says so.</summary>
    public string? Version { get; }

    /// <summary>What is probably not meant, once masks were read; <see langword="null"/> where nothing is.</summary>
    public string? Remark => binary.Remark(labels, Vocabulary);

    /// <summary>The classes.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The photos, ordered by id.</summary>
    public IReadOnlyList<LabeledPhoto> Photos { get; }

    /// <summary>
    /// Opens a folder. Only names are read (and some masks, where a data set is published in two numberings); the masks are read with
    /// <see cref="ReadTruth"/>.
    /// </summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="layout">The name of one of <see cref="Layouts"/>; <see langword="null"/> recognizes it by the folder's content.</param>
    /// <param name="split">Which part, where there are parts, for example <c>train</c>; <see langword="null"/> takes <c>val</c>.</param>
    /// <exception cref="ArgumentException">There is no such layout.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="DatasetException">The folder is not laid out so, files are missing, or labels are in another numbering.</exception>
    public static SegmentationDataset Open(string folder, string? layout = null, string? split = null)
    {
        var (dataset, errors) = Examine(folder, layout, split);
        return errors.Count == 0 ? dataset : throw First(errors);
    }

    /// <summary>Photos whose masks come from an annotation file: COCO, CVAT, Label Studio and the like.</summary>
    /// <param name="labels">The annotations; they must not be disposed while the data set is used.</param>
    /// <param name="photos">
    /// The photos' folder; <see langword="null"/> looks beside the annotations, in <c>images</c> and <c>JPEGImages</c> there, and in the
    /// folder above.
    /// </param>
    /// <exception cref="DatasetException">A photo is missing, or there is none.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    public static SegmentationDataset From(AnnotatedLabels labels, string? photos = null)
    {
        var (dataset, errors) = Examine(labels, photos);
        return errors.Count == 0 ? dataset : throw First(errors);
    }

    /// <summary>A data set of one's own: photos and masks from wherever a program reads them.</summary>
    /// <remarks>
    /// <see cref="Evaluator"/> takes it as it takes a folder, and asks for photo after photo, several at once. Where a function throws an
    /// <see cref="ImageFormatException"/>, a <see cref="DatasetException"/>, an <see cref="IOException"/> or an
    /// <see cref="UnauthorizedAccessException"/>, that photo failed and the run goes on; any other exception ends the run.
    /// </remarks>
    /// <param name="name">What it is called in reports.</param>
    /// <param name="vocabulary">The classes, which the masks' labels are indices of.</param>
    /// <param name="photos">The photos; they are evaluated in the order of their ids.</param>
    /// <param name="version">
    /// What tells this content from an earlier one of the same name and ids: an interrupted run of another version is not continued. Files
    /// that <see cref="LabeledPhoto.PhotoPath"/> and <see cref="LabeledPhoto.TruthPath"/> name are watched without.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty, or two photos have one id.</exception>
    public static SegmentationDataset From(string name, Vocabulary vocabulary, IEnumerable<LabeledPhoto> photos, string? version = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(photos);
        LabeledPhoto[] ordered = [.. photos.OrderBy(photo => photo.Id, StringComparer.Ordinal)];
        var twice = ordered.Zip(ordered.Skip(1)).FirstOrDefault(pair => pair.First.Id == pair.Second.Id).First;
        if (twice is null) return new SegmentationDataset(name, vocabulary, ordered, version);
        throw new ArgumentException(
            $"Two photos of '{name}' have the id '{twice.Id}'; every photo needs an id of its own.", nameof(photos));
    }

    /// <summary>Whether a folder is divided into parts: whoever trains must then not take the part that is evaluated on.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="layout">A layout's name, or <see langword="null"/> for any.</param>
    public static bool IsDivided(string folder, string? layout)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return LayoutChoice.IsDivided(folder, layout);
    }

    /// <summary>Reads a photo's mask.</summary>
    /// <param name="photo">One of <see cref="Photos"/>.</param>
    /// <returns>Labels as class indices of <see cref="Vocabulary"/>; <see cref="Segmentation.Ignore"/> for what belongs to none.</returns>
    /// <exception cref="ImageFormatException">The mask is not a readable label map, or the photo not a readable picture.</exception>
    /// <exception cref="DatasetException">The mask has another size than the photo, or a label that the data set does not have.</exception>
    public LabelMap ReadTruth(LabeledPhoto photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        if (photo.ReadsTruth is { } read) return Checked(photo.Id, read());
        var truthPath = photo.TruthPath!;
        var mask = LabelMask.Load(truthPath);
        var (width, height) = RgbImage.ReadSize(photo.PhotoPath!);
        if (mask.Width != width || mask.Height != height)
        {
            bool isTurned = mask.Width == height && mask.Height == width;
            var hint = isTurned ? " The photo is turned upright as its EXIF orientation says; was the mask made before that?" : "";
            var error = $"The mask is {mask.Width}x{mask.Height}, its photo '{photo.PhotoPath}' {width}x{height}.{hint}";
            throw new DatasetException(truthPath, error);
        }

        ushort[] indices = mask.Labels.ToArray();
        binary.Look(indices);
        int unknownLabel = labels.Apply(indices);
        if (unknownLabel < 0) return new LabelMap(width, height, indices);
        throw new DatasetException(truthPath, order is not null && order.Foreign.Contains((ushort)unknownLabel)
            ? order.Explain((ushort)unknownLabel)
            : $"Label {unknownLabel} does not belong to layout '{Layout.Name}', which has {labels.Allowed}.");
    }

    /// <summary>Reads a photo and its mask, and sees to it that both have one size.</summary>
    internal (RgbImage Photo, LabelMap Truth) Read(LabeledPhoto photo)
    {
        // The truth first: of a file it also checks that both are of one size, from the photo's header.
        var truth = ReadTruth(photo);
        var image = photo.ReadPhoto();
        if (image.Width == truth.Width && image.Height == truth.Height) return (image, truth);
        throw new DatasetException(photo.Id, $"The mask is {truth.Width}x{truth.Height}, its photo {image.Width}x{image.Height}.");
    }

    /// <summary>Checks a mask that a program read: whatever it holds must be a class or nothing.</summary>
    private LabelMap Checked(string id, LabelMap? truth)
    {
        if (truth?.Labels is null) throw new DatasetException(id, "The function that reads the mask gave none.");
        if (truth.Width < 1 || truth.Height < 1 || truth.Labels.Length != (long)truth.Width * truth.Height)
        {
            throw new DatasetException(
                id, $"The mask is {truth.Width}x{truth.Height} and has {truth.Labels.Length} labels; one for each pixel is needed.");
        }

        int classes = Vocabulary.Classes.Count;
        foreach (var label in truth.Labels)
        {
            if (label < classes || label == Segmentation.Ignore) continue;
            throw new DatasetException(
                id, $"The mask has the label {label}; class indices 0..{classes - 1} and {Segmentation.Ignore} are allowed.");
        }

        // A copy: what is made of it is written into it, and the program may hold the mask itself.
        return truth with { Labels = [.. truth.Labels] };
    }

    /// <summary>Opens annotations whose photos may be missing; the errors say which.</summary>
    internal static (SegmentationDataset Dataset, IReadOnlyList<DatasetException> Errors) Examine(AnnotatedLabels labels, string? photos)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var (found, errors) = AnnotatedPhotos.Find(labels, photos);
        LabeledPhoto[] ordered = [.. found.OrderBy(photo => photo.Id, StringComparer.Ordinal)];
        var name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(labels.Path));
        var layout = new DatasetLayout($"{labels.Format} annotations", "photos, and masks from an annotation file");
        return (new SegmentationDataset(name, labels.Vocabulary, ordered, labels.Version, layout), errors);
    }

    private static DatasetException First(IReadOnlyList<DatasetException> errors)
    {
        var others = errors.Count == 1 ? "" : $" One of {errors.Count} errors; 'maskclip datasets check' lists them.";
        return new DatasetException(errors[0].Path, errors[0].Error + others);
    }

    /// <summary>Opens a folder in which files may be missing; the errors say which.</summary>
    internal static (SegmentationDataset Dataset, IReadOnlyList<DatasetException> Errors) Examine(
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
        return (new SegmentationDataset(folder, rules, files.Photos), files.Errors);
    }
}
