using System.Diagnostics;
using MaskClip.CommandLine;
using MaskClip.Models;
using MaskClip.Processes;

namespace MaskClip.Cli.Commands;

/// <summary>A program that does the work of one of our verbs.</summary>
/// <param name="Path">What is started.</param>
/// <param name="First">The arguments before those of the verb.</param>
internal sealed record ExternalProgram(string Path, IReadOnlyList<string> First)
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Looks beside this program, then in <c>PATH</c>, then where a checkout builds it.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="assembly">The name of its assembly, and of its project's folder.</param>
    /// <param name="folder">This program's folder.</param>
    /// <param name="searchPath">The value of <c>PATH</c>.</param>
    public static ExternalProgram? Find(string command, string assembly, string folder, string searchPath)
    {
        IEnumerable<string> folders =
        [
            folder,
            .. searchPath.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            .. BuildOutputs(assembly, folder),
        ];
        return folders.Select(one => In(one, command, assembly)).FirstOrDefault(program => program is not null);
    }

    /// <summary>Runs the program in this one's place: streams, exit code and Ctrl-C are its own.</summary>
    public int Run(IReadOnlyList<string> arguments)
    {
        // One that came without model packages finds ours.
        var models = (InstalledModels.FolderVariable, InstalledModels.DefaultFolder);
        if (ProcessReplacement.IsSupported) ProcessReplacement.Replace(Path, [Path, .. First, .. arguments], models);
        // Windows cannot: the console sends Ctrl-C to both, and the one that waits passes over it.
        Console.CancelKeyPress += (_, press) => press.Cancel = true;
        var start = new ProcessStartInfo(Path, [.. First, .. arguments]) { UseShellExecute = false };
        start.Environment[models.FolderVariable] = models.DefaultFolder;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static ExternalProgram? In(string folder, string command, string assembly)
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        foreach (var name in new[] { command + suffix, assembly + suffix })
        {
            var path = System.IO.Path.Combine(folder, name);
            if (IsExecutable(path)) return new ExternalProgram(path, []);
        }

        // Copied without its starter, as 'dotnet tool' and project references do.
        var library = System.IO.Path.Combine(folder, $"{assembly}.dll");
        var host = Environment.ProcessPath;
        bool runnable = File.Exists(library) && File.Exists(System.IO.Path.ChangeExtension(library, ".runtimeconfig.json"));
        return runnable && System.IO.Path.GetFileNameWithoutExtension(host) == "dotnet" ? new ExternalProgram(host!, [library]) : null;
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);

    // In a checkout, programs are built into PROJECT/bin/CONFIGURATION/FRAMEWORK[/RUNTIME].
    private static IEnumerable<string> BuildOutputs(string assembly, string folder)
    {
        var parts = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder))
            .Split(System.IO.Path.DirectorySeparatorChar);
        int bin = Array.LastIndexOf(parts, "bin");
        if (bin < 2 || bin + 2 >= parts.Length) yield break;
        string[] output = [.. parts[..(bin - 1)], assembly, .. parts[bin..(bin + 3)]];
        var path = string.Join(System.IO.Path.DirectorySeparatorChar, output);
        yield return path;
        if (!Directory.Exists(path)) yield break;
        foreach (var runtime in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)) yield return runtime;
    }
}
