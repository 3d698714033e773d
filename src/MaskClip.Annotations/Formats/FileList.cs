namespace MaskClip.Annotations.Formats;

/// <summary>The files of a folder and those below it in the order of their names, in memory that does not grow with their number.</summary>
internal sealed class FileList : IDisposable
{
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    private readonly SortedSpool<string> paths = new(
        StringComparer.Ordinal, (to, path) => to.Write(path), from => from.ReadString());

    /// <summary>Lists files.</summary>
    /// <param name="path">A folder, or a file, which is the only one then.</param>
    /// <param name="ending">How their names end, whatever the capitals.</param>
    /// <param name="isTaken">Which of them are taken; <see langword="null"/> for all.</param>
    public FileList(string path, string ending, Func<string, bool>? isTaken = null)
    {
        if (File.Exists(path))
        {
            Add(path);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(path, "*", Below))
        {
            if (file.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && (isTaken is null || isTaken(file))) Add(file);
        }
    }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Their paths; enumerated by one at a time.</summary>
    public IEnumerable<string> Paths() => paths.Sorted();

    /// <inheritdoc/>
    public void Dispose() => paths.Dispose();

    private void Add(string path)
    {
        paths.Add(path);
        IsEmpty = false;
    }
}
