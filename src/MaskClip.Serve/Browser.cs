using System.ComponentModel;
using System.Diagnostics;
using MaskClip.CommandLine;

namespace MaskClip.Serve;

/// <summary>The machine's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address; says where to look where that does not work.</summary>
    public static void Open(CliHost host, string address)
    {
        try
        {
            var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address]) { UseShellExecute = false };
            using var process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            ErrorReport.Warn(host, $"No browser could be opened. Open {address} yourself.");
        }
    }
}
