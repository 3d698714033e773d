using System.Diagnostics;
using MaskClip.CommandLine;
using MaskClip.Testing;

namespace MaskClip.Training.Tests.Command;

/// <summary>The built command as users start it, and as a machine ends it.</summary>
public sealed class TrainProcessTests : IDisposable
{
    private const int Killed = 128 + 9;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-train-process").FullName;

    public TrainProcessTests()
    {
        foreach (var (photo, index) in DrawnScenes.Draw(3, seed: 1).Select((photo, index) => (photo, index)))
            photo.Load().SavePng(At("images", $"{index}.png"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task KillOrInterrupt_ThenResume_GivesTheBytesOfAnUninterruptedRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        await EndAsync(Start("whole"), ExitCode.Done);
        foreach (var (signal, exitCode) in new[] { ("KILL", Killed), ("INT", ExitCode.Cancelled) })
        {
            await InterruptAsync(signal, signal, exitCode);
            Assert.False(File.Exists(At(signal, "result.json")));
            await EndAsync(Start(signal, "--resume"), ExitCode.Done);
            foreach (var file in new[] { "metrics.csv", "checkpoint.safetensors", "student.safetensors" })
            {
                Assert.True(
                    File.ReadAllBytes(At("whole", file)).AsSpan().SequenceEqual(File.ReadAllBytes(At(signal, file))),
                    $"{file} differs after {signal}");
            }
        }
    }

    private static async Task EndAsync(Process process, int exitCode)
    {
        using (process)
        {
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == exitCode, $"it ended with {process.ExitCode}: {error}");
        }
    }

    private async Task InterruptAsync(string output, string signal, int exitCode)
    {
        var process = Start(output);
        while (!process.HasExited && Steps(output) < 4) await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited, "there were steps left to interrupt");
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await EndAsync(process, exitCode);
    }

    // Two threads: the sums of the kernels must not depend on which thread comes first.
    private Process Start(string output, params string[] more)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            // This project's list of libraries: the command's own names places of its own output.
            [
                "exec",
                "--depsfile",
                InOutput("MaskClip.Training.Tests.deps.json"),
                InOutput("MaskClip.Train.dll"),
                "--images",
                "images",
                "-p",
                "grass",
                "-p",
                "brick",
                "--teacher",
                SharedData.MiniClip,
                "--student",
                "deeplabv3plus-clip",
             "--crop", "64", "--batch", "2", "--steps", "30", "--checkpoint-every", "3", "--threads", "2", "--output", output, .. more])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MASKCLIP_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MASKCLIP_HOME"] = At("home");
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE"; // threads that wait by spinning take the processors from other tests
        return Process.Start(start)!;
    }

    private int Steps(string run) => File.Exists(At(run, "metrics.csv")) ? File.ReadAllLines(At(run, "metrics.csv")).Length - 1 : 0;

    private static string InOutput(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private string At(params string[] parts) => Path.Combine([folder, .. parts]);
}
