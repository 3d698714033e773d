using System.Runtime.InteropServices;

namespace MaskClip.CommandLine;

/// <summary>Which of the descriptors 0 to 2 this process was started with.</summary>
/// <remarks>
/// Where one was closed, the runtime's own files get its number: what is written there would go into them, and reading would wait for ever.
/// They are told apart by close-on-exec: what was inherited cannot have it, and the runtime opens everything with it.
/// </remarks>
internal static partial class StandardDescriptors
{
    private const int GetFlags = 1; // F_GETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    /// <summary>Whether it was open when the process began.</summary>
    public static bool WasOpen(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return true; // a missing handle is a null stream there
        int flags = Fcntl(descriptor, GetFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fcntl(int descriptor, int command);
}
