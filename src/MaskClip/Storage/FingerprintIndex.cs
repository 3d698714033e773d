using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace MaskClip.Storage;

/// <summary>
/// Remembers files' fingerprints, so that a checkpoint of gigabytes is read for its checksum once and not at every start.
/// </summary>
/// <remarks>A fingerprint holds for a path as long as the file's <see cref="FileStamp"/> does.</remarks>
/// <param name="folder">Where they are kept.</param>
/// <param name="compute">Reads a file for its fingerprint.</param>
internal sealed class FingerprintIndex(string folder, Func<string, string> compute)
{
    /// <summary>An index of lengths and checksums.</summary>
    /// <param name="folder">Where they are kept.</param>
    public FingerprintIndex(string folder)
        : this(folder, VerifiedCache.Fingerprint)
    {
    }

    /// <summary>The index of a cache folder.</summary>
    public static FingerprintIndex In(string cacheFolder) => new(Path.Combine(cacheFolder, "fingerprints"));

    /// <summary>The index of SHA-256 checksums of a cache folder, which is what publishers tell.</summary>
    public static FingerprintIndex Sha256In(string cacheFolder) => new(Path.Combine(cacheFolder, "sha256"), path =>
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    });

    /// <summary>
    /// A file's fingerprint: length and checksum of its content (<see cref="VerifiedCache.Fingerprint(string)"/>), or what the index
    /// computes.
    /// </summary>
    public string Of(string path)
    {
        path = Path.GetFullPath(path);
        var entry = Path.Combine(folder, $"{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(path)))}.txt");
        var stamp = FileStamp.Of(path);
        if (Read(entry) is [var file, var seen, var known] && file == path && seen == stamp.ToString()) return known;
        var fingerprint = compute(path);
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
