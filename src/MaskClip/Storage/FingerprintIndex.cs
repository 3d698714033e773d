using System.IO.Hashing;
using System.Text;

namespace MaskClip.Storage;

/// <summary>Remembers files' fingerprints, so that a checkpoint of gigabytes is read for its checksum once and not at every start.</summary>
/// <remarks>A fingerprint holds for a path as long as the file's <see cref="FileStamp"/> does.</remarks>
internal sealed class FingerprintIndex(string folder)
{
    /// <summary>The index of a cache folder.</summary>
    public static FingerprintIndex In(string cacheFolder) => new(Path.Combine(cacheFolder, "fingerprints"));

    /// <summary>Length and checksum of a file's content (<see cref="VerifiedCache.Fingerprint(string)"/>).</summary>
    public string Of(string path)
    {
        path = Path.GetFullPath(path);
        var entry = Path.Combine(folder, $"{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(path)))}.txt");
        var stamp = FileStamp.Of(path);
        if (Read(entry) is [var file, var seen, var known] && file == path && seen == stamp.ToString()) return known;
        var fingerprint = VerifiedCache.Fingerprint(path);
        if (stamp.IsSettled) AtomicFile.TryWriteAllText(entry, $"{path}\n{stamp}\n{fingerprint}");
        return fingerprint;
    }

    private static string[] Read(string entry)
    {
        try
        {
            return File.Exists(entry) ? File.ReadAllText(entry).Split('\n') : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // being replaced, or not ours: the file itself is read instead
        }
    }
}
