using System.Diagnostics;
using MaskClip.Training.Engine;
using MaskClip.World;

namespace MaskClip.Training.Tests.Engine;

/// <summary>The restart with an allocator that keeps its memory, in a process of its own: <c>maskclip-train</c>.</summary>
public sealed class MallocTunablesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-restart").FullName;

    [Fact]
    public async Task Verbose_ARun_SaysThatItWasRestarted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "glibc's settings exist on Linux alone.");
        Assert.Contains("restarted with malloc settings", await RunAsync(null));
    }

    [Fact]
    public async Task Verbose_SettingsOfTheUsersOwn_AreLeftAlone()
    {
        Assert.Contains("malloc as the system has it", await RunAsync("glibc.malloc.check=0"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> RunAsync(string? tunables)
    {
        var photos = Directory.CreateDirectory(Path.Combine(folder, "photos")).FullName;
        SamplePostcard.Draw(96, 64).SavePng(Path.Combine(photos, "postcard.png"));
        await File.WriteAllTextAsync(Path.Combine(folder, "classes.txt"), "sky\ngrass\n", TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("dotnet", [
            // This project's list of libraries: the command's own names places of its own output.
            "exec", "--depsfile", Path.Combine(AppContext.BaseDirectory, "MaskClip.Training.Tests.deps.json"), Path.Combine(
                AppContext.BaseDirectory, "MaskClip.Train.dll"),
            "plus", "--images", photos, "--classes", Path.Combine(folder, "classes.txt"),
            "--teacher", "world-clip", "--student", "deeplabv2-resnet18", "--steps", "1", "--batch", "1", "--crop", "32", "--device", "cpu",
            "--output", Path.Combine(folder, "run"), "--verbose"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["MASKCLIP_HOME"] = Path.Combine(folder, "home");
        start.Environment.Remove(MallocTunables.Variable);
        if (tunables is not null) start.Environment[MallocTunables.Variable] = tunables;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
        return error;
    }
}
