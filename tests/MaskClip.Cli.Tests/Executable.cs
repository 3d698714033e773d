using System.Diagnostics;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary>Runs the built command as a process of its own.</summary>
internal static class Executable
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "MaskClip.Cli.dll");

    /// <summary>Starts it; standard streams are ours.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] args) =>
        Process.Start(Command(folder, environment, args))!;

    /// <summary>What starts it, for a test that changes something about it.</summary>
    public static ProcessStartInfo Command(string folder, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. args])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MASKCLIP_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<CliResult> RunAsync(Cli cli, byte[]? input, params string[] args)
    {
        using var process = Start(cli.Folder, cli.Environment, args);
        return await EndAsync(process, input);
    }

    /// <summary>Feeds a process and waits for it.</summary>
    public static async Task<CliResult> EndAsync(Process process, byte[]? input = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        if (input is not null) await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return new CliResult(process.ExitCode, await output, await error);
    }
}
