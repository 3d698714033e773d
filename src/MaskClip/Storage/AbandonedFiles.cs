using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace MaskClip.Storage;

/// <summary>Names of temporary files that say who writes them, and the removal of those whose writer is gone.</summary>
/// <remarks>
/// A process that is killed leaves the file that it was writing. The next one that writes into the folder removes it: when the process that
/// the name tells is of this machine and no longer there, and nobody holds the file open. Other machines' files stay.
/// </remarks>
internal static class AbandonedFiles
{
    private const string Ending = ".tmp";

    private static readonly ConcurrentDictionary<string, bool> Swept = new(StringComparer.Ordinal);

    private static readonly string Machine =
        (XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Environment.MachineName)) & 0xFFFFFFFF).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>The temporary name of a file that this process writes.</summary>
    public static string NameFor(string fileName) =>
        string.Create(CultureInfo.InvariantCulture, $".{fileName}.{Machine}-{Environment.ProcessId}-{Guid.NewGuid():N}{Ending}");

    /// <summary>Removes what killed processes left in a folder; once for each folder.</summary>
    public static void SweepOnce(string folder)
    {
        if (Swept.TryAdd(folder, true)) Sweep(folder);
    }

    /// <summary>Removes what killed processes left in a folder.</summary>
    internal static void Sweep(string folder)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, $".*{Ending}"))
            {
                if (OwnerOf(Path.GetFileName(path)) is { } owner && IsGone(owner)) DeleteUnheld(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not ours to tidy, or another process does it this moment.
        }
    }

    /// <summary>Removes folders of a name that killed processes left.</summary>
    internal static void SweepFolders(string parent, string name)
    {
        try
        {
            foreach (var path in Directory.EnumerateDirectories(parent, $".{name}.*{Ending}"))
            {
                if (OwnerOf(Path.GetFileName(path)) is { } owner && IsGone(owner)) DeleteFolder(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not ours to tidy.
        }
    }

    /// <summary>Removes a folder, if that can be done.</summary>
    internal static void DeleteFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use, or not ours: the next process tries again.
        }
    }

    /// <summary>The process that a name tells; <see langword="null"/> where it tells none of this machine.</summary>
    private static int? OwnerOf(string name)
    {
        var parts = name[..^Ending.Length].Split('.')[^1].Split('-');
        return parts is [var machine, var process, { Length: 32 }] && machine == Machine
            && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? id
            : null;
    }

    private static bool IsGone(int process)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            return running.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false; // it cannot be told
        }
    }

    private static void DeleteUnheld(string path)
    {
        try
        {
            // In a container the process may run where this one cannot see it; its lock is seen.
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody writes it after all.
        }
    }
}
