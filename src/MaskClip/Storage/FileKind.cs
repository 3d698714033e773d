using System.Runtime.InteropServices;

namespace MaskClip.Storage;

/// <summary>
/// Tells files from what only looks like one: opening a pipe that nobody writes into waits for ever, a device has no end.
/// </summary>
internal static partial class FileKind
{
    // AT_FDCWD, STATX_TYPE, struct statx, S_IFMT and S_IFREG
    private const int CurrentFolder = -100, TypeMask = 1, StatxSize = 256, ModeAt = 28, KindBits = 0xF000, RegularFile = 0x8000;

    /// <summary>
    /// Whether a path, links followed, is a file on a disk. Where the system does not tell, whatever is there is taken for one.
    /// </summary>
    public static bool IsRegular(string path)
    {
        if (!File.Exists(path)) return false;
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            Span<byte> status = stackalloc byte[StatxSize];
            return StatX(CurrentFolder, path, 0, TypeMask, status) != 0
                || (MemoryMarshal.Read<ushort>(status[ModeAt..]) & KindBits) == RegularFile;
        }
        catch (EntryPointNotFoundException)
        {
            return true; // a C library older than 2018
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> status);
}
