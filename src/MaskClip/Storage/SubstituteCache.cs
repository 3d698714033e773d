namespace MaskClip.Storage;

/// <summary>Temporary folders for this process alone, where the cache cannot be written; they go with the process.</summary>
internal static class SubstituteCache
{
    private const string Name = "maskclip-cache";

    private static readonly List<string> Folders = [];

    /// <summary>A new folder; <see langword="null"/> where the system's folder for temporary files cannot be written either.</summary>
    public static string? TryCreate()
    {
        var parent = Path.GetTempPath();
        AbandonedFiles.SweepFolders(parent, Name);
        var folder = Path.Combine(parent, AbandonedFiles.NameFor(Name));
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        lock (Folders)
        {
            if (Folders.Count == 0) AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove();
            Folders.Add(folder);
        }

        return folder;
    }

    private static void Remove()
    {
        lock (Folders)
        {
            foreach (var folder in Folders) AbandonedFiles.DeleteFolder(folder);
        }
    }
}
