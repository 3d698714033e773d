using System.Collections.Concurrent;

namespace MaskClip.Storage;

/// <summary>Writes a file under a temporary name beside its target and renames it, so that nobody ever reads half of it.</summary>
/// <remarks>Safe to use from several threads and processes: the last one to finish wins.</remarks>
public static class AtomicFile
{
    private static readonly ConcurrentDictionary<string, bool> Unfinished = new(StringComparer.Ordinal);

    /// <summary>Removes the temporary files of writes under way: for a process that must end now.</summary>
    public static void DeleteUnfinished()
    {
        foreach (var temporary in Unfinished.Keys) File.Delete(temporary);
    }

    /// <summary>Writes a file; on any failure the target keeps its former content and the temporary file is removed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="buffer">Bytes that are gathered; 0 for what is written in large parts anyway.</param>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write, int buffer = 1 << 16)
    {
        var temporary = TemporaryName(path);
        Unfinished[temporary] = true;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, buffer)) write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error)
        {
            TryDelete(temporary);
            if (Named(error, temporary, path) is { } named) throw named;
            throw;
        }
        finally
        {
            Unfinished.TryRemove(temporary, out _);
        }
    }

    /// <summary>Writes bytes to a file, whole or not at all.</summary>
    /// <param name="path">The file; a missing folder is created.</param>
    /// <param name="bytes">What is in it.</param>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Write(path, stream => stream.Write(copy));
    }

    /// <summary>Writes UTF-8 text to a file, whole or not at all.</summary>
    /// <param name="path">The file; a missing folder is created.</param>
    /// <param name="text">What is in it.</param>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes UTF-8 text that saves work the next time and is not missed where the folder cannot be written.</summary>
    internal static void TryWriteAllText(string path, string text)
    {
        try
        {
            WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A cache for reading only, a full disk: the work is done again.
        }
    }

    /// <summary>Removes a file that was not finished.</summary>
    internal static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What went wrong first is what is told; the next run sweeps.
        }
    }

    /// <summary>The same error with the name that people know; what tells a full disk from others is kept.</summary>
    internal static Exception? Named(Exception error, string temporary, string path)
    {
        if (error is not (IOException or UnauthorizedAccessException)) return null;
        if (!error.Message.Contains(temporary, StringComparison.Ordinal)) return null;
        var message = error.Message.Replace(temporary, path, StringComparison.Ordinal);
        return error is UnauthorizedAccessException
            ? new UnauthorizedAccessException(message, error)
            : new IOException(message, error) { HResult = error.HResult };
    }

    /// <summary>
    /// A name in the target's folder that no other writer uses; the folder is created, and rid of what killed writers left there.
    /// </summary>
    internal static string TemporaryName(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        AbandonedFiles.SweepOnce(folder);
        return Path.Combine(folder, AbandonedFiles.NameFor(Path.GetFileName(path)));
    }
}
