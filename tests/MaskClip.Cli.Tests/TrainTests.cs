using System.Diagnostics;
using MaskClip.Cli.Commands;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary><c>maskclip train</c> hands over to <c>maskclip-train</c>; here a script stands for it.</summary>
public sealed class TrainTests : IDisposable
{
    private readonly Cli cli = new();

    public TrainTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The program's stand-in is a shell script.");

    [Fact]
    public async Task Train_InThePath_GetsTheArgumentsAndGivesTheExitCode()
    {
        StandIn("for argument in \"$@\"; do echo \"<$argument>\"; done; cat; echo words >&2; exit 9");

        var result = await Executable.RunAsync(cli, "from standard input"u8.ToArray(), "train", "--images", "two words", "--help", "");

        Assert.Equal(9, result.Code);
        Assert.Equal("<--images>\n<two words>\n<--help>\n<>\nfrom standard input", result.Output);
        Assert.Equal("words\n", result.Error);
    }

    [Fact]
    public async Task Train_Interrupted_ReachesTheProgramItself()
    {
        StandIn("trap 'echo caught; exit 130' INT; echo ready; while true; do sleep 0.05; done");
        using var process = Executable.Start(cli.Folder, cli.Environment, "train");
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var result = await Executable.EndAsync(process);

        Assert.Equal(130, result.Code);
        Assert.Equal("caught\n", result.Output);
    }

    [Fact]
    public async Task Train_NotInstalled_SaysHowToGetIt()
    {
        var result = await cli.RunAsync("train", "--images", "photos");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("dotnet build src/MaskClip.Train", result.Error);
    }

    [Fact]
    public void Find_InACheckout_LooksWhereItIsBuilt()
    {
        string[] built = ["src", "MaskClip.Train", "bin", "Release", "net10.0", "linux-x64"];
        var folder = Directory.CreateDirectory(cli.At(built)).FullName;
        StandIn("exit 0", Path.Combine(folder, "MaskClip.Train"));

        var program = ExternalProgram.Find(
            "maskclip-train",
            "MaskClip.Train",
            cli.At("src", "MaskClip.Cli", "bin", "Release", "net10.0") + Path.DirectorySeparatorChar,
            "");

        Assert.Equal(Path.Combine(folder, "MaskClip.Train"), program?.Path);
    }

    [Fact]
    public void Find_BesideAndInThePath_TakesTheOneBeside()
    {
        Directory.CreateDirectory(cli.At("here"));
        StandIn("exit 0", cli.At("here", "maskclip-train"));
        StandIn("exit 0");

        Assert.Equal(
            cli.At("here", "maskclip-train"),
            ExternalProgram.Find("maskclip-train", "MaskClip.Train", cli.At("here"), cli.At("bin"))?.Path);
    }

    [Fact]
    public void Find_AFileThatCannotBeRun_IsPassedOver()
    {
        File.WriteAllText(cli.At("maskclip-train"), "no program");

        Assert.Null(ExternalProgram.Find("maskclip-train", "MaskClip.Train", cli.Folder, ""));
    }

    public void Dispose() => cli.Dispose();

    private void StandIn(string script, string? path = null)
    {
        Directory.CreateDirectory(cli.At("bin"));
        path ??= cli.At("bin", "maskclip-train");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        cli.Environment["PATH"] = $"{cli.At("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
    }
}
