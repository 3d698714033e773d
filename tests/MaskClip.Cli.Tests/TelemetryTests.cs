using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary>The engine records nothing about its user and looks nobody up.</summary>
public sealed partial class TelemetryTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    // The engine calls its maker for the first time nine seconds after it was opened.
    private static readonly TimeSpan FirstCall = TimeSpan.FromSeconds(14);

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("segment", "--sample", "-p", "sky", "-p", "grass", "--templates", "simple", "-q", "-o", "out")]
    [InlineData("doctor")] // touches the engine's environment before any session
    public async Task Command_WritesNothingBelowHome(params string[] args)
    {
        using var process = Process.Start(Command(args))!;
        var result = await Executable.EndAsync(process);

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(cli.At("user"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Segment_ConnectsToNobody()
    {
        Assert.SkipUnless(IsInstalled("strace"), "strace is not installed.");
        var photo = await File.ReadAllBytesAsync(cli.Photo("card.png"), TestContext.Current.CancellationToken);
        var command = Command("segment", "-", "-p", "sky", "-p", "grass", "--templates", "simple", "-q", "-o", "out");
        string[] watched =
        [
            "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", cli.At("net"), command.FileName, .. command.ArgumentList
        ];
        command.FileName = "strace";
        command.ArgumentList.Clear();
        foreach (var argument in watched) command.ArgumentList.Add(argument);

        using var process = Process.Start(command)!;
        await Task.Delay(FirstCall, TestContext.Current.CancellationToken); // the model is open by then, and waits for its photo
        var result = await Executable.EndAsync(process, photo);

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.DoesNotContain(
            await File.ReadAllLinesAsync(cli.At("net"), TestContext.Current.CancellationToken), line => Internet().IsMatch(line));
    }

    private ProcessStartInfo Command(params string[] args)
    {
        var command = Executable.Command(cli.Folder, cli.Environment, args);
        Directory.CreateDirectory(cli.At("user"));
        command.Environment["HOME"] = cli.At("user");
        // Any of these would keep the engine quiet, or what it writes away from where the test looks.
        foreach (var name in new[]
        {
            "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "CI", "GITHUB_ACTIONS", "TF_BUILD",
        })
            command.Environment.Remove(name);
        command.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        return command;
    }

    private static bool IsInstalled(string program)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, ["-V"]) { UseShellExecute = false, RedirectStandardOutput = true });
            process!.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    // Unix sockets and the kernel's own (netlink) stay on this machine; a name's look-up goes to a server's address.
    [GeneratedRegex("AF_INET6?\\b")]
    private static partial Regex Internet();
}
