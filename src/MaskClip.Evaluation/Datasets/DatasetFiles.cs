using MaskClip.Storage;

namespace MaskClip.Evaluation.Datasets;

/// <summary>Brings photos and masks together by their names.</summary>
/// <param name="Photos">Photos that have a mask, ordered by id.</param>
/// <param name="Errors">What is missing, each with its file's name.</param>
internal sealed record DatasetFiles(IReadOnlyList<LabeledPhoto> Photos, IReadOnlyList<DatasetException> Errors)
{
    /// <summary>What photos' names end with.</summary>
    public static IReadOnlyList<string> PhotoEndings { get; } = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>Whether a file's name is that of a photo.</summary>
    public static bool IsPhoto(string path) => PhotoEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Lists a place of a folder.</summary>
    public static DatasetFiles Find(string folder, FilePlace place)
    {
        var errors = new List<DatasetException>();
        string photoFolder = Path.Combine(folder, place.Photos), maskFolder = Path.Combine(folder, place.Masks);
        var photos = PhotosById(photoFolder, place.PhotoEnding, errors);
        var masks = MasksById(maskFolder, place, errors);
        var listed = ListedIds(folder, place);
        var found = new List<LabeledPhoto>();
        foreach (var id in (listed ?? photos.Keys.Union(masks.Keys)).Order(StringComparer.Ordinal))
        {
            var photo = photos.GetValueOrDefault(id);
            var mask = masks.GetValueOrDefault(id);
            if (mask is not null && place.IsJpegMask(mask))
            {
                errors.Add(new DatasetException(
                    mask, "This mask is a JPEG, whose compression changes labels, so it cannot be read as one. Save it as PNG."));
            }
            else if (photo is not null && mask is not null) found.Add(new LabeledPhoto(id, photo, mask));
            else errors.Add(photo is null
                ? new DatasetException(
                    mask ?? Path.Combine(photoFolder, id), $"There is no photo '{id}{place.PhotoEnding}' in '{photoFolder}'.")
                : new DatasetException(photo, $"There is no mask '{id}{place.MaskEnding}' in '{maskFolder}'."));
        }

        if (found.Count == 0 && errors.Count == 0) errors.Add(new DatasetException(photoFolder, "There are no photos."));
        return new DatasetFiles(found, errors);
    }

    private static Dictionary<string, string> PhotosById(string folder, string ending, List<DatasetException> errors)
    {
        var photos = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Below(folder, errors).Order(StringComparer.Ordinal))
        {
            if (!IsPhoto(path)) continue;
            var name = Relative(folder, path)[..^Path.GetExtension(path).Length];
            if (!name.EndsWith(ending, StringComparison.Ordinal)) continue;
            var id = name[..^ending.Length];
            if (photos.TryAdd(id, path)) continue;
            errors.Add(new DatasetException(path, $"The photo '{Path.GetFileName(photos[id])}' has the same id '{id}'."));
        }

        return photos;
    }

    private static Dictionary<string, string> MasksById(string folder, FilePlace place, List<DatasetException> errors)
    {
        var masks = new Dictionary<string, string>(StringComparer.Ordinal);
        // A PNG counts where a JPEG of the same name lies beside it.
        foreach (var path in Below(folder, errors).OrderBy(place.IsJpegMask).ThenBy(path => path, StringComparer.Ordinal))
        {
            if (!place.IsMask(path) && !place.IsJpegMask(path)) continue;
            var name = Relative(folder, path);
            var id = place.IsMask(path) ? name[..^place.MaskEnding.Length] : name[..^Path.GetExtension(name).Length];
            // mmsegmentation keeps converted masks beside the published ones.
            if (id.EndsWith("TrainIds", StringComparison.Ordinal) || masks.TryAdd(id, path) || place.IsJpegMask(path)) continue;
            errors.Add(new DatasetException(path, $"The mask '{Path.GetFileName(masks[id])}' has the same id '{id}'."));
        }

        return masks;
    }

    private static List<string> Below(string folder, List<DatasetException> errors) => [.. FolderWalk.Files(
        folder, (path, error) => errors.Add(new DatasetException(path, $"The folder cannot be read: {error.Message}")))];

    /// <summary>The ids of the place's list or else of a manifest, or <see langword="null"/>.</summary>
    private static IEnumerable<string>? ListedIds(string folder, FilePlace place)
    {
        if (place.List is not null)
        {
            var lines = File.ReadLines(Path.Combine(folder, place.List)).Select(line => line.Trim());
            return lines.Where(line => line.Length > 0).Distinct(StringComparer.Ordinal);
        }

        var manifest = Path.Combine(folder, "manifest.tsv");
        return File.Exists(manifest) ? TabSeparated.Read(manifest, "id").Select(row => row[0]).Distinct(StringComparer.Ordinal) : null;
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
