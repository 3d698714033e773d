using System.Collections;
using System.Runtime.InteropServices;

namespace MaskClip.Processes;

/// <summary>
/// Puts another program in this process's place (<c>execve</c>): same number, same parent, same streams, and signals arrive as before.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
public static partial class ProcessReplacement
{
    /// <summary>Whether the system can do it.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Replaces this process. Returns only where that failed.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments, the name it is called by first.</param>
    /// <param name="variables">Environment variables beside those there are.</param>
    public static void Replace(string program, IReadOnlyList<string> arguments, params IReadOnlyList<(string Name, string Value)> variables)
    {
        var environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value, StringComparer.Ordinal);
        foreach (var (name, value) in variables) environment[name] = value;
        // The runtime's diagnostic socket would outlive it otherwise: a successor that is .NET too makes its own.
        foreach (var socket in Directory.EnumerateFiles(Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-*-socket"))
            File.Delete(socket);
        _ = Execve(program, [.. arguments, null], [.. environment.Select(entry => $"{entry.Key}={entry.Value}"), null]);
    }

    [LibraryImport("libc", EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Execve(string path, string?[] arguments, string?[] environment);
}
