using System.Globalization;
using System.Runtime.InteropServices;

namespace MaskClip.Storage;

/// <summary>What a folder says about a file: enough to notice that it is another one, or was written to, without reading it.</summary>
/// <remarks>
/// Where the system tells no <see cref="Changed"/> that programs cannot set (other than Linux), a file that was altered in place and given
/// its time of writing back is taken for the one it was.
/// Immutable, so safe to use from several threads.
/// </remarks>
/// <param name="Length">Bytes.</param>
/// <param name="Written">Ticks of the last change of its content; programs can set it, and archives do.</param>
/// <param name="Changed">Ticks of the last change of anything about it, its name included (Linux), or of its creation.</param>
public readonly partial record struct FileStamp(long Length, long Written, long Changed)
{
    // AT_FDCWD, STATX_CTIME, and struct statx
    private const int CurrentFolder = -100, ChangeTimeMask = 0x80, ChangeTime = 96, StatxSize = 256;

    // File systems keep times in steps of up to two seconds (FAT): a change within the same step would not show.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    /// <summary>The stamp of a file that is there.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return new(file.Length, file.LastWriteTimeUtc.Ticks, LinuxChange(path) ?? file.CreationTimeUtc.Ticks);
    }

    /// <summary>Whether any further change would give another stamp.</summary>
    public bool IsSettled => DateTime.UtcNow.Ticks - Math.Max(Written, Changed) > Step.Ticks;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length} {Written} {Changed}");

    // .NET knows only times that programs can set.
    private static long? LinuxChange(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            Span<byte> status = stackalloc byte[StatxSize];
            if (StatX(CurrentFolder, path, 0, ChangeTimeMask, status) != 0) return null;
            long seconds = MemoryMarshal.Read<long>(status[ChangeTime..]), nanoseconds = MemoryMarshal.Read<uint>(
                status[(ChangeTime + sizeof(long))..]);
            return DateTime.UnixEpoch.Ticks + seconds * TimeSpan.TicksPerSecond + nanoseconds / TimeSpan.NanosecondsPerTick;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a C library older than 2018
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> status);
}
