namespace MaskClip.Annotations.Formats;

/// <summary>Photos beside annotations.</summary>
internal static class PhotoFiles
{
    private static readonly string[] Folders = ["", "images", "JPEGImages", "img"];

    /// <summary>Where a photo lies, beside the annotations or in a folder that data sets have there.</summary>
    /// <param name="path">The annotations' file or folder.</param>
    /// <param name="name">The photo's name as the annotations have it.</param>
    /// <returns><see langword="null"/> where there is none, or its name leads out of the folder.</returns>
    public static string? Find(string path, string name)
    {
        if (!PhotoStem.IsBelow(name)) return null;
        var root = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Folders.Select(folder => Path.Combine(root, folder, name)).FirstOrDefault(File.Exists);
    }
}
