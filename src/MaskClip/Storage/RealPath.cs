namespace MaskClip.Storage;

/// <summary>Where a path leads to once every link in it is followed.</summary>
internal static class RealPath
{
    // Linux's own limit (MAXSYMLINKS).
    private const int MaxLinks = 40;

    /// <summary>The path without links; <see langword="null"/> where links lead to each other without end, or may not be read.</summary>
    public static string? Of(string path)
    {
        try
        {
            return Follow(Path.GetFullPath(path), MaxLinks);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Follow(string path, int left)
    {
        var root = Path.GetPathRoot(path)!;
        var real = root;
        var parts = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            var next = Path.Combine(real, parts[i]);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (left == 0) return null;
            var rest = Path.Combine([target, .. parts[(i + 1)..]]);
            return Follow(Path.GetFullPath(rest, real), left - 1);
        }

        return real;
    }
}
