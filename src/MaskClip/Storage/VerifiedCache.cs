using System.Buffers;
using System.IO.Hashing;
using Microsoft.Extensions.Logging;

namespace MaskClip.Storage;

/// <summary>
/// A folder of files that can be built again: each has its length and checksum beside it and is rebuilt when they do not fit.
/// </summary>
/// <remarks>
/// A file that was found whole is not read for its checksum again as long as its <see cref="FileStamp"/>, which is then kept beside the
/// checksum, stays. A build's bytes depend only on the file's name, so two processes that build at once write the same file, and whichever
/// renames last wins. Where the folder cannot be written, files are built in a temporary folder for this process, which is a warning.
/// Safe to use from several threads and processes.
/// </remarks>
/// <param name="folder">The folder.</param>
/// <param name="logger">Is told that the folder cannot be written; <see langword="null"/> makes that an error.</param>
public sealed class VerifiedCache(string folder, ILogger? logger = null)
{
    private readonly HashSet<string> verified = [];
    private readonly Lock gate = new();
    private string? substitute;

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The path of a file, built first when it is missing, cut off or altered.</summary>
    public string GetOrBuild(string fileName, Action<Stream> build)
    {
        lock (gate)
        {
            if (substitute is not null && Path.Combine(substitute, fileName) is var own && File.Exists(own)) return own;
            var path = Path.Combine(Folder, fileName);
            if (verified.Contains(fileName) && File.Exists(path)) return path;
            if (!Fits(path)) return Replace(fileName, build);
            verified.Add(fileName);
            return path;
        }
    }

    /// <summary>Builds a file whether it is there or not; gives its path.</summary>
    internal string Replace(string fileName, Action<Stream> build)
    {
        lock (gate)
        {
            if (substitute is not null) return BuildInstead(substitute, fileName, build);
            var path = Path.Combine(Folder, fileName);
            try
            {
                var check = "";
                AtomicFile.Write(path, stream =>
                {
                    using var checking = new ChecksumStream(stream);
                    build(checking);
                    check = checking.Fingerprint;
                });
                AtomicFile.WriteAllText(CheckPath(path), check);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                var reason = $"The cache {Folder} cannot be written: {error.Message.TrimEnd('.')}.";
                var remedy = $"set {CacheFolder.Variable} to a folder that can be written.";
                if (logger is null || SubstituteCache.TryCreate() is not { } temporary)
                    throw new IOException($"{reason} Make room there, or {remedy}", error);
                logger.LogWarning("{Reason} What is built for this run is not kept; to keep it, {Remedy}", reason, remedy);
                substitute = temporary;
                return BuildInstead(temporary, fileName, build);
            }

            verified.Add(fileName);
            return path;
        }
    }

    private string BuildInstead(string temporary, string fileName, Action<Stream> build)
    {
        // A graph needs its weights beside it, which may be in the cache since an earlier run.
        foreach (var name in verified.Where(name => !File.Exists(Path.Combine(temporary, name))))
            File.Copy(Path.Combine(Folder, name), Path.Combine(temporary, name));
        var path = Path.Combine(temporary, fileName);
        AtomicFile.Write(path, build);
        return path;
    }

    /// <summary>Length and XXH3 checksum of a file's content.</summary>
    internal static string Fingerprint(string path)
    {
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        return Fingerprint(file);
    }

    /// <summary>Length and XXH3 checksum of a stream that is at its beginning.</summary>
    internal static string Fingerprint(Stream stream) => Fingerprint(stream.Length, Hash(stream));

    /// <summary>The form in which a fingerprint is kept.</summary>
    internal static string Fingerprint(long length, XxHash128 hash) => $"{length} {Text(hash)}";

    /// <summary>XXH3 (128 bits, hexadecimal) of a stream.</summary>
    public static string Checksum(Stream stream) => Text(Hash(stream));

    private static string Text(XxHash128 hash) => Convert.ToHexStringLower(hash.GetCurrentHash());

    private static XxHash128 Hash(Stream stream)
    {
        var hash = new XxHash128();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20); // one reused buffer: fresh pages are the slow part
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;) hash.Append(buffer.AsSpan(0, read));
            return hash;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes a file's length and checksum beside it.</summary>
    internal static void WriteCheck(string path) => AtomicFile.WriteAllText(CheckPath(path), Fingerprint(path));

    /// <summary>Whether a file is there and has the length and checksum that are beside it.</summary>
    internal static bool Fits(string path)
    {
        try
        {
            if (!File.Exists(path) || !File.Exists(CheckPath(path))) return false;
            var stamp = FileStamp.Of(path);
            var check = File.ReadAllText(CheckPath(path)).Split('\n');
            if (check.Length == 2 && check[1] == stamp.ToString()) return true;
            if (check[0] != Fingerprint(path)) return false;
            if (stamp.IsSettled) AtomicFile.TryWriteAllText(CheckPath(path), $"{check[0]}\n{stamp}");
            return true;
        }
        catch (IOException)
        {
            return false; // another process is replacing it this moment; building it again gives the same bytes
        }
    }

    private static string CheckPath(string path) => path + ".check";
}
