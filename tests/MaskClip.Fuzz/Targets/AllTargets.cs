namespace MaskClip.Fuzz.Targets;

/// <summary>Every reader of what comes from outside.</summary>
internal static class AllTargets
{
    /// <summary>The targets; files that they need lie in a folder of their own each.</summary>
    public static IReadOnlyList<FuzzTarget> Create() =>
    [
        .. ImageTargets.Create(), .. CheckpointTargets.Create(), .. JsonTargets.Create(), .. TextTargets.Create(),
        .. AnnotationTargets.Create(),
        .. FaultTargets.Create(),
    ];

    /// <summary>A target whose reader takes a path: the input is written to a file in memory, where the system has such a place.</summary>
    /// <param name="name">The target's name.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="corpus">The corpus.</param>
    /// <param name="read">Reads the file at a path.</param>
    /// <param name="words">Parts of the format.</param>
    public static FuzzTarget OfFile(
        string name, string file, IReadOnlyList<byte[]> corpus, Action<string> read, IReadOnlyList<byte[]>? words = null)
    {
        var folder = Folder();
        var path = Path.Combine(folder, file);
        return new FuzzTarget(
            name,
            corpus,
            input =>
            {
                File.WriteAllBytes(path, input);
                read(path);
            },
            words);
    }

    /// <summary>A folder that goes with the process.</summary>
    public static string Folder()
    {
        const string Memory = "/dev/shm";
        var folder = Path.Combine(Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"maskclip-fuzz-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
