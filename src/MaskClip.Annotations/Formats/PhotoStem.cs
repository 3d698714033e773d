namespace MaskClip.Annotations.Formats;

/// <summary>Names of files beside photos.</summary>
internal static class PhotoStem
{
    /// <summary>A photo's path without its ending. What would leave the folder is refused.</summary>
    public static string Of(string photo)
    {
        var parts = photo.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (Path.IsPathRooted(photo) || parts.Length == 0 || parts.Any(part => part is "." or ".."))
            throw new AnnotationException(photo, "", "A photo's name is a path below the folder; it cannot lead out of it.");
        parts[^1] = Path.GetFileNameWithoutExtension(parts[^1]);
        return Path.Combine(parts);
    }
}
