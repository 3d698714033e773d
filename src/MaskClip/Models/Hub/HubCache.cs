using MaskClip.Checkpoints;

namespace MaskClip.Models.Hub;

/// <summary>
/// A folder of models as Hugging Face's tools lay them out: <c>models--ORG--NAME/refs/REVISION</c> holds a commit, <c>snapshots/COMMIT</c>
/// its files.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="isOurs">
/// Whether it is filled by this program, which writes a revision's commit after all its files, a commit's too. In other tools' folders
/// single files may be missing.
/// </param>
internal sealed class HubCache(string folder, bool isOurs)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>
    /// The snapshot of a revision, where it is here whole: its weights, all shards of them, and a configuration, which shapes alone cannot
    /// replace.
    /// </summary>
    public string? Find(HubName name)
    {
        if ((name.IsCommit && !isOurs ? name.Revision : Commit(name)) is not { } commit) return null;
        var snapshot = SnapshotOf(name, commit);
        return Directory.Exists(snapshot) && (isOurs || (HasConfiguration(snapshot) && HasWeights(snapshot))) ? snapshot : null;
    }

    /// <summary>The models in it whose main branch is here.</summary>
    public IEnumerable<HubName> Names() => !Directory.Exists(Folder) ? [] : Directory.EnumerateDirectories(Folder, "models--*")
        .Select(path => Path.GetFileName(path).Split("--"))
        .Where(parts => parts.Length == 3)
        .Select(parts => new HubName(parts[1], parts[2], HubName.DefaultRevision))
        .Where(name => Find(name) is not null)
        .OrderBy(name => name.Repository, StringComparer.Ordinal);

    /// <summary>The commit that a revision stood for when it was downloaded.</summary>
    public string? Commit(HubName name)
    {
        var file = RefOf(name, name.Revision);
        if (!File.Exists(file) || new FileInfo(file).Length > 1000) return null;
        var commit = File.ReadAllText(file).Trim();
        return HubName.IsHash(commit) ? commit : null;
    }

    /// <summary>Where a commit's files are or would be.</summary>
    public string SnapshotOf(HubName name, string commit) => Path.Combine(Folder, name.FolderName, "snapshots", commit);

    /// <summary>Where a revision's commit is or would be.</summary>
    public string RefOf(HubName name, string revision) => Path.Combine([Folder, name.FolderName, "refs", .. revision.Split('/')]);

    /// <summary>
    /// The first file of a snapshot that is not what it is called. Snapshots are links to files that have their checksum for a name; what
    /// is not such a link, as on file systems without links, is not checked.
    /// </summary>
    public static async Task<string?> DamagedAsync(string snapshot, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(snapshot))
        {
            if (new FileInfo(file).LinkTarget is not { } target || FileChecksum.Of(Path.GetFileName(target)) is not { } checksum) continue;
            if (!await checksum.FitsAsync(file, cancellationToken)) return file;
        }

        return null;
    }

    private static bool HasConfiguration(string snapshot) =>
        IsThere(Path.Combine(snapshot, OpenClipConfig.FileName)) || IsThere(Path.Combine(snapshot, HuggingFaceConfig.FileName));

    // A link that leads nowhere is a file to File.Exists.
    private static bool IsThere(string file) =>
        File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is null or { Exists: true };

    private static bool HasWeights(string snapshot)
    {
        try
        {
            return CheckpointFiles.Find(snapshot).All(IsThere);
        }
        catch (CheckpointException)
        {
            return false;
        }
    }
}
