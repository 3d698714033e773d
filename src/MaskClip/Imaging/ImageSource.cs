using System.Buffers;

namespace MaskClip.Imaging;

/// <summary>Fetches encoded pictures into memory, and says plainly why that does not work.</summary>
internal static class ImageSource
{
    /// <summary>The largest encoded picture that is fetched: 1 GiB.</summary>
    public const long MaxBytes = 1L << 30;

    // What has no length may be a pipe that nobody writes into: opening or reading it would wait for ever.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    /// <summary>Reads a file.</summary>
    public static byte[] Read(string path)
    {
        if (HasNoLength(path)) return ReadPipe(path, MaxWait);
        using var file = Open(path);
        return Read(file, path);
    }

    /// <summary>Reads a file into rented memory, for as long as it is read.</summary>
    public static T Read<T>(string path, Func<ReadOnlySpan<byte>, T> look)
    {
        if (HasNoLength(path)) return look(ReadPipe(path, MaxWait));
        using var file = Open(path);
        if (file.Length is not (> 0 and <= MaxBytes)) return look(Read(file, path));
        var bytes = ArrayPool<byte>.Shared.Rent((int)file.Length);
        try
        {
            int read = file.ReadAtLeast(bytes.AsSpan(0, (int)file.Length), (int)file.Length, throwOnEndOfStream: false);
            return look(bytes.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    public static byte[] Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = stream.CanSeek ? ReadKnownLength(stream, name) : ReadToEnd(stream, name);
        return bytes.Length > 0 ? bytes : throw new ImageFormatException(name, "The file is empty.");
    }

    /// <summary>Reads what may be a pipe, and gives up where nothing comes of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wait">How long it may take.</param>
    /// <exception cref="ImageFormatException">It took longer.</exception>
    internal static byte[] ReadPipe(string path, TimeSpan wait)
    {
        var reading = Task.Factory.StartNew(
            () =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
                return Read(file, path);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        // The wait itself must not throw what the reading threw, wrapped.
        if (((IAsyncResult)reading).AsyncWaitHandle.WaitOne(wait)) return reading.GetAwaiter().GetResult();
        throw new ImageFormatException(
            path, $"This is a pipe or a device, and it did not come to its end within {wait.TotalSeconds:0.#} s; give a file.");
    }

    private static bool HasNoLength(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileInfo(path) is { Exists: true, Length: 0 };
    }

    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new ImageFormatException(path, "This is a folder; give an image file.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    }

    private static byte[] ReadKnownLength(Stream stream, string name)
    {
        // Files under /proc and pipes claim length 0 and yet hold bytes.
        long length = stream.Length - stream.Position;
        if (length <= 0) return ReadToEnd(stream, name);
        if (length > MaxBytes) throw TooLarge(name);
        var bytes = new byte[length];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static byte[] ReadToEnd(Stream stream, string name)
    {
        using var copy = new MemoryStream();
        var block = new byte[1 << 16];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            if (copy.Length + read > MaxBytes) throw TooLarge(name);
            copy.Write(block, 0, read);
        }

        return copy.ToArray();
    }

    private static ImageFormatException TooLarge(string name) =>
        new(name, $"The file is larger than {MaxBytes >> 20} MB, which no accepted image is.");
}
