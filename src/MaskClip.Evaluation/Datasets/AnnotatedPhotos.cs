namespace MaskClip.Evaluation.Datasets;

/// <summary>Finds the photos of annotations on disk.</summary>
public static class AnnotatedPhotos
{
    // Where tools keep photos beside their files.
    private static readonly string[] Beside = ["", "images", "JPEGImages", ".."];

    /// <summary>The photos that are there, and what is missing.</summary>
    /// <param name="labels">The annotations.</param>
    /// <param name="folder">Where the photos lie; <see langword="null"/> looks beside the annotations.</param>
    internal static (IReadOnlyList<LabeledPhoto> Photos, IReadOnlyList<DatasetException> Errors) Find(
        AnnotatedLabels labels, string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder '{folder}' is not there; give the folder with the annotations' photos.");
        var roots = Roots(labels, folder);
        List<LabeledPhoto> photos = [];
        List<DatasetException> errors = [];
        foreach (var name in labels.Photos)
        {
            if (PathOf(name, roots) is { } path)
                photos.Add(new LabeledPhoto(name, () => RgbImage.Load(path), () => Truth(labels, name, path)) { PhotoPath = path });
            else errors.Add(new DatasetException(labels.Path, $"There is no photo '{name}' in {Places(labels, folder)}."));
        }

        if (labels.Photos.Count == 0) errors.Add(new DatasetException(labels.Path, "There are no photos in it."));
        return (photos, errors);
    }

    /// <summary>The folders that photos are looked for in.</summary>
    public static string[] Roots(AnnotatedLabels labels, string? folder) =>
        folder is not null ? [folder] : [.. Beside.Select(name => Path.Combine(FolderOf(labels), name))];

    /// <summary>A photo's file, or <see langword="null"/> where there is none.</summary>
    public static string? PathOf(string name, string[] roots) =>
        roots.Select(root => InFolder(root, name)).FirstOrDefault(path => path is not null);

    // By its path, then by its name alone, then with another ending: some formats know none.
    private static string? InFolder(string root, string name)
    {
        string[] places = [.. ((string[])[Path.Combine(root, name), Path.Combine(root, Path.GetFileName(name))]).Distinct()];
        return places.FirstOrDefault(File.Exists) ?? places
            .SelectMany(place => DatasetFiles.PhotoEndings.Select(ending => Path.ChangeExtension(place, ending)))
            .FirstOrDefault(File.Exists);
    }

    private static LabelMap Truth(AnnotatedLabels labels, string name, string path)
    {
        var truth = labels.ReadLabels(name);
        var (width, height) = RgbImage.ReadSize(path);
        return (width, height) == (truth.Width, truth.Height)
            ? truth
            : throw new DatasetException(
                labels.Path, $"'{name}' is {truth.Width}x{truth.Height} in the annotations, the photo '{path}' {width}x{height}.");
    }

    private static string FolderOf(AnnotatedLabels labels) =>
        Directory.Exists(labels.Path) ? labels.Path : Path.GetDirectoryName(Path.GetFullPath(labels.Path))!;

    private static string Places(AnnotatedLabels labels, string? folder) => folder is not null
        ? $"'{folder}'"
        : $"'{FolderOf(labels)}' or beside it ({string.Join(", ", Beside[1..])}). Name the photos' folder";
}
