using System.Buffers;
using System.IO.Hashing;

namespace MaskClip.Storage;

/// <summary>A folder of files that can be built again: each has its length and checksum beside it and is rebuilt when they do not fit.</summary>
/// <remarks>
/// A build's bytes depend only on the file's name, so two processes that build at once write the same file, and whichever renames last wins.
/// </remarks>
internal sealed class VerifiedCache(string folder)
{
    private readonly HashSet<string> verified = [];
    private readonly Lock gate = new();

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The path of a file, built first when it is missing, cut off or altered.</summary>
    public string GetOrBuild(string fileName, Action<Stream> build)
    {
        lock (gate)
        {
            var path = Path.Combine(Folder, fileName);
            if (verified.Contains(fileName) && File.Exists(path)) return path;
            if (!Fits(path)) return Replace(fileName, build);
            verified.Add(fileName);
            return path;
        }
    }

    /// <summary>Builds a file whether it is there or not; gives its path.</summary>
    public string Replace(string fileName, Action<Stream> build)
    {
        lock (gate)
        {
            var path = Path.Combine(Folder, fileName);
            AtomicFile.Write(path, build);
            AtomicFile.WriteAllText(CheckPath(path), Fingerprint(path));
            verified.Add(fileName);
            return path;
        }
    }

    /// <summary>Length and XXH3 checksum of a file's content.</summary>
    public static string Fingerprint(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        return Fingerprint(file);
    }

    /// <summary>Length and XXH3 checksum of a stream that is at its beginning.</summary>
    public static string Fingerprint(Stream stream) => $"{stream.Length} {Checksum(stream)}";

    /// <summary>XXH3 (128 bits, hexadecimal) of a stream.</summary>
    public static string Checksum(Stream stream)
    {
        var hash = new XxHash128();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20); // one reused buffer: fresh pages are the slow part
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;) hash.Append(buffer.AsSpan(0, read));
            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Fits(string path)
    {
        try
        {
            return File.Exists(path) && File.Exists(CheckPath(path)) && File.ReadAllText(CheckPath(path)) == Fingerprint(path);
        }
        catch (IOException)
        {
            return false; // another process is replacing it this moment; building it again gives the same bytes
        }
    }

    private static string CheckPath(string path) => path + ".check";
}
