namespace MaskClip.Storage;

/// <summary>The files below a folder, in a fixed order.</summary>
/// <remarks>
/// Links to folders are followed, and no folder is entered twice, whatever links lead to it: a link into the tree that is walked anyway is
/// passed over. A folder that may not be read costs what is in it and nothing else.
/// Safe to use from several threads.
/// </remarks>
public static class FolderWalk
{
    /// <summary>Walks.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="unreadable">Told each folder that cannot be read, and why.</param>
    /// <param name="enters">Whether a folder below the root is looked into; <see langword="null"/> for all.</param>
    /// <returns>Paths that begin with <paramref name="root"/>, ordinally by folder.</returns>
    public static IEnumerable<string> Files(string root, Action<string, Exception> unreadable, Func<string, bool>? enters = null)
    {
        var start = RealPath.Of(root) ?? Path.GetFullPath(root);
        var entered = new HashSet<string>(StringComparer.Ordinal) { start };
        var left = new Stack<string>([root]);
        while (left.TryPop(out var folder))
        {
            if (List(folder, unreadable) is not { } entries) continue;
            foreach (var file in entries.Where(entry => entry is not DirectoryInfo)) yield return Path.Combine(folder, file.Name);
            foreach (var below in entries.OfType<DirectoryInfo>().Reverse())
            {
                var path = Path.Combine(folder, below.Name);
                if (enters?.Invoke(path) == false) continue;
                if (below.LinkTarget is not null && IsWithin(start, RealPath.Of(path))) continue;
                if (RealPath.Of(path) is { } real && entered.Add(real)) left.Push(path);
            }
        }
    }

    /// <summary>Whether a path is a folder or lies in it. Both without links.</summary>
    private static bool IsWithin(string folder, string? path) =>
        path is null || path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    private static List<FileSystemInfo>? List(string folder, Action<string, Exception> unreadable)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            unreadable(folder, error);
            return null;
        }
    }
}
