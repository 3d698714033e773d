using MaskClip.Storage;

namespace MaskClip.Models;

/// <summary>The folder that downloads are written to, and nowhere else: what lies in it as a link is not followed.</summary>
/// <remarks>The folder itself may be a link, as to a larger disk.</remarks>
internal sealed class StoreFolder(string root)
{
    /// <summary>The folder.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>A path in it.</summary>
    /// <exception cref="ModelPullException">The path leads out of the folder.</exception>
    public string At(params ReadOnlySpan<string> parts)
    {
        var path = Path.GetFullPath(Path.Combine([Root, .. parts]));
        return path.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ModelPullException(
                $"'{Printable.Of(string.Join('/', parts))}' leads out of {Root}, the folder of pulled models. Nothing was written.");
    }

    /// <summary>Creates the folder of a file in it.</summary>
    /// <exception cref="ModelPullException">A folder on the way is a link.</exception>
    public void Prepare(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        for (var on = folder; on.Length > Root.Length; on = Path.GetDirectoryName(on)!)
        {
            if (IsLink(on))
            {
                throw new ModelPullException(
                    $"{on} is a link, and downloads are written into the folder of pulled models only. Remove it, or set " +
                    $"{CacheFolder.Variable} to another folder.");
            }
        }

        Directory.CreateDirectory(folder);
    }

    /// <summary>Opens a file for writing, at its beginning. A link in its place is removed, and what it leads to stays as it is.</summary>
    public FileStream OpenPart(string path)
    {
        Prepare(path);
        RemoveLink(path);
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
    }

    /// <summary>Holds a name for this process until it is disposed.</summary>
    /// <param name="path">A file that comes and goes with it.</param>
    /// <param name="what">What is pulled, for people.</param>
    /// <exception cref="ModelPullException">Another process holds it, or the folder cannot be written.</exception>
    public FileStream Lock(string path, string what)
    {
        try
        {
            Prepare(path);
            RemoveLink(path);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelPullException(
                $"{exception.Message} If another process is pulling {what} now, wait for it; " +
                $"else make sure that {Root} can be written, or set {CacheFolder.Variable} to a folder that can.",
                exception);
        }
    }

    private static void RemoveLink(string path)
    {
        if (IsLink(path)) File.Delete(path);
    }

    // Also one that leads nowhere, for which File.Exists is false.
    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
