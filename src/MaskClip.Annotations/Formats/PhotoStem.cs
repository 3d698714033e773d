namespace MaskClip.Annotations.Formats;

/// <summary>Names of files beside photos.</summary>
internal static class PhotoStem
{
    /// <summary>A photo's path without its ending. What would leave the folder is refused.</summary>
    public static string Of(string photo)
    {
        if (!IsBelow(photo))
            throw new AnnotationException(photo, "", "A photo's name is a path below the folder; it cannot lead out of it.");
        var parts = Parts(photo);
        parts[^1] = Path.GetFileNameWithoutExtension(parts[^1]);
        return Path.Combine(parts);
    }

    /// <summary>Whether a name is a path below a folder, on every system.</summary>
    public static bool IsBelow(string photo) =>
        !Path.IsPathRooted(photo) && photo is not [_, ':', ..] && !photo.Contains('\0', StringComparison.Ordinal)
        && Parts(photo) is { Length: > 0 } parts && !parts.Any(part => part is "." or "..");

    private static string[] Parts(string photo) => photo.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
}
