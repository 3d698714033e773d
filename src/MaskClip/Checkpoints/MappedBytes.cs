using System.IO.MemoryMappedFiles;
using MaskClip.Storage;

namespace MaskClip.Checkpoints;

/// <summary>Bytes at a fixed address: a memory-mapped file, an assembly resource, or an array.</summary>
/// <remarks>Forgetting to dispose a mapping keeps it mapped, it never leaves a span dangling.</remarks>
internal sealed unsafe class MappedBytes : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly object? _owner;
    private readonly Lease lease;
    private byte* _start;

    private MappedBytes(string path, byte* start, long length, object? owner)
    {
        Path = path;
        Length = length;
        _start = start;
        _owner = owner;
        lease = new Lease(Unmap, "The file was closed. Open it again, or dispose it after the last reading.");
    }

    private MappedBytes(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, long length)
        : this(path, null, length, null)
    {
        _file = file;
        _view = view;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += view.PointerOffset;
    }

    /// <summary>The file, or a name that messages can show in its place.</summary>
    public string Path { get; }

    /// <summary>How many bytes there are.</summary>
    public long Length { get; }

    /// <summary>Maps a file; nothing is read yet.</summary>
    public static MappedBytes Open(string path)
    {
        if (File.Exists(path) && !FileKind.IsRegular(path))
            throw new CheckpointException(path, "this is a pipe or a device, which cannot be read in any order. Copy it to a file.");
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
            using (stream)
            {
                var length = stream.Length;
                if (length == 0) throw new CheckpointException(path, "the file is empty. Download or copy it again.");
                var file = MemoryMappedFile.CreateFromFile(
                    stream, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
                return new MappedBytes(path, file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CheckpointException(path, $"the file cannot be opened: {e.Message} Check that it is readable.", null, e);
        }
    }

    /// <summary>Uses a resource where it lies in the loaded assembly.</summary>
    public static MappedBytes FromResource(string name, UnmanagedMemoryStream resource)
    {
        var position = resource.Position;
        resource.Position = 0;
        var start = resource.PositionPointer;
        resource.Position = position;
        return new MappedBytes(name, start, resource.Length, resource);
    }

    /// <summary>Holds bytes in memory.</summary>
    public static MappedBytes FromArray(string path, ReadOnlySpan<byte> bytes)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned);
        fixed (byte* start = pinned) return new MappedBytes(path, start, bytes.Length, pinned);
    }

    /// <summary>Whether a range lies within the bytes.</summary>
    public bool Contains(long offset, long length) => offset >= 0 && length >= 0 && offset <= Length && length <= Length - offset;

    /// <summary>A range, which must lie within the bytes; valid until this is disposed.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_start is null && Length > 0, this);
        if (!Contains(offset, length)) throw Outside(offset, length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>A stream over a range, for readers that need one.</summary>
    public UnmanagedMemoryStream Stream(long offset, long length)
    {
        ObjectDisposedException.ThrowIf(_start is null && Length > 0, this);
        if (!Contains(offset, length)) throw Outside(offset, length);
        return new UnmanagedMemoryStream(_start + offset, length);
    }

    /// <summary>Keeps the bytes where they are until the call is ended.</summary>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public IDisposable Begin() => lease.Begin();

    /// <summary>
    /// Unmaps, after the calls that were begun; other spans taken before must not be used any more.
    /// </summary>
    public void Dispose() => lease.Dispose();

    private void Unmap()
    {
        _start = null;
        GC.KeepAlive(_owner);
        if (_view is null) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }

    private CheckpointException Outside(long offset, long length) =>
        new(Path, $"{length} bytes at {offset} were asked for, the file has {Length}. It is truncated: download it again.");
}
