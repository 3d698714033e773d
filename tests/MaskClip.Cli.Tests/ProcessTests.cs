using System.Diagnostics;
using MaskClip.CommandLine;
using MaskClip.Imaging;

namespace MaskClip.Cli.Tests;

/// <summary>The built command as users start it: a process, with signals, streams and exit codes.</summary>
public sealed class ProcessTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task PhotoOnStandardInput_ResultOnStandardOutput()
    {
        var photo = await File.ReadAllBytesAsync(cli.Photo("card.png"));

        var result = await Executable.RunAsync(cli, photo, "segment", "-", "-p", "sky", "-p", "grass", "--json");

        Assert.Equal(ExitCode.Done, result.Code);
        Assert.StartsWith("{\"photo\":\"stdin\",\"width\":160,\"height\":112,\"model\":", result.Output);
        Assert.DoesNotContain('\u001b', result.Error + result.Output);
    }

    [Fact]
    public async Task WrongUsage_EndsWithTwo()
    {
        var result = await Executable.RunAsync(cli, null, "segment", "--sample");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.StartsWith("error: ", result.Error);
    }

    [Fact]
    public async Task SomeBroken_EndsWithThree()
    {
        cli.Photo("in/a.png");
        cli.Broken("in/b.png");

        var result = await Executable.RunAsync(cli, null, "segment", "in", "-p", "sky", "-p", "grass");

        Assert.Equal(ExitCode.SomeFailed, result.Code);
    }

    [Fact]
    public async Task Interrupt_EndsWith130AndLeavesNoHalfFiles()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        var photo = cli.Photo("in/0.png", 1280, 896);
        for (int i = 1; i < 300; i++) File.Copy(photo, cli.At("in", $"{i}.png"));
        using var process = Executable.Start(cli.Folder, cli.Environment, "segment", "in", "-p", "sky", "-p", "grass");
        while (!process.HasExited && (!Directory.Exists(cli.At("out")) || Directory.GetFiles(cli.At("out"), "*.mask.png").Length < 2))
            await Task.Delay(20);
        Assert.False(process.HasExited, "there was work left to interrupt");

        var clock = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync();
        var result = await Executable.EndAsync(process);

        Assert.Equal(ExitCode.Cancelled, result.Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"it took {clock.Elapsed}"); // a hang, not a slow machine, fails this
        var files = Directory.GetFiles(cli.At("out")).Select(path => Path.GetFileName(path)).ToArray();
        Assert.All(
            files,
            name => Assert.Matches(@"^(options\.json|segment\.jsonl|classes\.(json|txt)|\d+\.(json|mask\.png|overlay\.png))$", name));
        Assert.InRange(files.Length, 2, 899);
        foreach (var mask in Directory.GetFiles(cli.At("out"), "*.mask.png")) Assert.Equal(1280, IndexedPng.Read(mask).Width);
    }

    [Fact]
    public async Task TwoProcessesBuildingTheCacheAtOnce_BothSucceedAlike()
    {
        using var own = new Cli();
        string[] args = ["segment", "--sample", "-p", "sky", "-p", "grass", "--templates", "simple", "--save", "mask", "-q", "-o"];
        using var first = Executable.Start(own.Folder, own.Environment, [.. args, "one"]);
        using var second = Executable.Start(own.Folder, own.Environment, [.. args, "two"]);

        var results = await Task.WhenAll(Executable.EndAsync(first), Executable.EndAsync(second));

        Assert.All(results, result => Assert.True(result.Code == ExitCode.Done, result.Error));
        Assert.Equal(
            await File.ReadAllBytesAsync(own.At("one", "postcard.mask.png")),
            await File.ReadAllBytesAsync(own.At("two", "postcard.mask.png")));
        Assert.DoesNotContain(
            Directory.GetFiles(own.At("home"), "*", SearchOption.AllDirectories), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }
}
