using System.Runtime.InteropServices;

namespace MaskClip.Storage;

/// <summary>
/// A file that is being written for longer than one call: under a temporary name beside its target, synced and renamed when it is whole.
/// Whoever sees the target sees all of it, after a power cut too.
/// </summary>
/// <remarks>For one thread at a time. What killed processes of this machine left in the folder is removed by the next one.</remarks>
public sealed partial class PendingFile : IDisposable
{
    private readonly string path, temporary;
    private readonly FileStream stream;
    private bool isDone;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The target; a missing folder is created.</param>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is read-only.</exception>
    public PendingFile(string path)
    {
        this.path = Path.GetFullPath(path);
        temporary = AtomicFile.TemporaryName(this.path);
        try
        {
            stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (Exception error)
        {
            if (AtomicFile.Named(error, temporary, this.path) is { } named) throw named;
            throw;
        }
    }

    /// <summary>Where it is written.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Stream Stream
    {
        get
        {
            ObjectDisposedException.ThrowIf(isDone, this);
            return stream;
        }
    }

    /// <summary>Syncs the file, gives it its name and syncs the folder.</summary>
    /// <param name="replace">Whether a file of that name is replaced.</param>
    /// <returns>Whether it was named; <see langword="false"/> where there is one and it is not replaced.</returns>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public bool Commit(bool replace = true)
    {
        ObjectDisposedException.ThrowIf(isDone, this);
        try
        {
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(temporary, path, replace);
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            Dispose();
            return false;
        }
        catch (Exception error)
        {
            Dispose();
            if (AtomicFile.Named(error, temporary, path) is { } named) throw named;
            throw;
        }

        isDone = true;
        Sync(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Removes the file unless it has its name.</summary>
    public void Dispose()
    {
        if (isDone) return;
        isDone = true;
        try
        {
            stream.Dispose(); // on a full disk it throws what was thrown before
        }
        catch (IOException)
        {
            // What went wrong first is what is told.
        }

        AtomicFile.TryDelete(temporary);
    }

    // A name is in its folder, which is a file of its own to the disk. Where a system cannot sync folders, it says so and nothing is lost.
    private static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(folder, 0);
        if (descriptor < 0) return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
