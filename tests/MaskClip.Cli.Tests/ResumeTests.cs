using System.Diagnostics;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Inputs;

namespace MaskClip.Cli.Tests;

/// <summary><c>segment --resume</c>: an interrupted run goes on with what is missing.</summary>
public sealed class ResumeTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private static readonly string[] Segment = ["segment", "in", "-p", "sky", "-p", "grass", "--save", "mask,json"];

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Resume_SomeResultsMissing_MakesThoseAlone()
    {
        Photos(4);
        await cli.SucceedAsync(Segment);
        File.Delete(cli.At("out", "1.mask.png"));
        var before = File.GetLastWriteTimeUtc(cli.At("out", "2.mask.png"));

        var result = await cli.SucceedAsync([.. Segment, "--resume"]);

        Assert.Contains("3 of 4 photos are done already.", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(cli.At("out", "1.mask.png")));
        Assert.Equal(before, File.GetLastWriteTimeUtc(cli.At("out", "2.mask.png")));
    }

    [Fact]
    public async Task Resume_AllDone_DoesNothing()
    {
        Photos(2);
        await cli.SucceedAsync(Segment);
        var before = File.GetLastWriteTimeUtc(cli.At("out", "0.mask.png"));

        await cli.SucceedAsync([.. Segment, "--resume"]);

        Assert.Equal(before, File.GetLastWriteTimeUtc(cli.At("out", "0.mask.png")));
    }

    [Fact]
    public async Task Resume_PhotoChanged_SegmentsItAgain()
    {
        Photos(2);
        await cli.SucceedAsync(Segment);
        var former = await File.ReadAllBytesAsync(cli.At("out", "1.mask.png"));
        cli.Photo("in/1.png", 128, 96);

        await cli.SucceedAsync([.. Segment, "--resume"]);

        Assert.NotEqual(former, await File.ReadAllBytesAsync(cli.At("out", "1.mask.png")));
    }

    [Fact]
    public async Task Resume_OtherOptions_IsRefusedNamingThem()
    {
        Photos(2);
        await cli.SucceedAsync(Segment);
        var options = await File.ReadAllTextAsync(cli.At("out", "options.json"));

        var result = await cli.RunAsync("segment", "in", "-p", "sky", "-p", "tree", "--save", "mask,json", "--resume");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("prompt was 'sky | grass' and is 'sky | tree'", result.Error, StringComparison.Ordinal);
        Assert.Equal(options, await File.ReadAllTextAsync(cli.At("out", "options.json")));
    }

    [Fact]
    public async Task Resume_HowTheMachineWorks_IsNoOtherOption()
    {
        Photos(2);
        await cli.SucceedAsync(Segment);

        await cli.SucceedAsync([.. Segment, "--resume", "--threads", "1", "--max-memory", "2"]);
    }

    [Theory]
    [InlineData("no json at all", 2)]
    [InlineData("{\"photo\":\"0\",\"hash\":\"\",\"files\":[\"../elsewhere\"]}", 2)]
    [InlineData("{\"photo\":\"0\"}", 2)]
    [InlineData("{\"photo\":3,\"hash\":4,\"files\":{}}", 2)]
    [InlineData("[]", 2)]
    public async Task Resume_DamagedJournal_NamesTheLine(string line, int number)
    {
        Photos(2);
        await cli.SucceedAsync(Segment);
        var lines = await File.ReadAllLinesAsync(cli.At("out", ResultJournal.FileName));
        lines[number - 1] = line;
        await File.WriteAllLinesAsync(cli.At("out", ResultJournal.FileName), lines);

        var result = await cli.RunAsync([.. Segment, "--resume"]);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains($"{ResultJournal.FileName}, line {number}: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_LastLineTorn_SegmentsItsPhotoAgain()
    {
        Photos(2);
        await cli.SucceedAsync(Segment);
        using (var file = File.OpenWrite(cli.At("out", ResultJournal.FileName))) file.SetLength(file.Length - 9);

        var result = await cli.SucceedAsync([.. Segment, "--resume"]);

        Assert.Contains("1 of 2 photos are done already.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_WithoutFiles_IsWrongUsage()
    {
        Photos(1);

        var result = await cli.RunAsync("segment", "in", "-p", "sky", "--save", "none", "--resume");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
    }

    [Fact]
    public async Task Killed_AndResumed_EndsWithTheResultsOfOneRun()
    {
        Photos(18);
        var whole = await Executable.RunAsync(cli, null, [.. Segment, "-q", "-o", "whole"]);
        Assert.True(whole.Code == ExitCode.Done, whole.Error);
        string[] resumed = [.. Segment, "-q", "-o", "cut", "--resume"];
        int kills = 0;
        for (; kills < 3; kills++)
        {
            using var process = Executable.Start(cli.Folder, cli.Environment, resumed);
            int more = Results("cut") + 4;
            while (!process.HasExited && Results("cut") < more) await Task.Delay(5, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var end = await Executable.RunAsync(cli, null, resumed);

        Assert.Equal(3, kills);
        Assert.True(end.Code == ExitCode.Done, end.Error);
        Assert.Equal(Names("whole"), Names("cut"));
        foreach (var name in Names("whole"))
            Assert.Equal(await File.ReadAllBytesAsync(cli.At("whole", name)), await File.ReadAllBytesAsync(cli.At("cut", name)));
    }

    [Fact]
    public async Task Interrupted_SaysHowToGoOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        Photos(60);
        using var process = Executable.Start(cli.Folder, cli.Environment, Segment);
        while (!process.HasExited && Results("out") < 3) await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited, "there was work left to interrupt");

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var result = await Executable.EndAsync(process);

        Assert.Equal(ExitCode.Cancelled, result.Code);
        Assert.Matches(@"\d+ of 60 photos are done\. The same command with --resume goes on with the others\.", result.Error);
    }

    private void Photos(int count)
    {
        for (int i = 0; i < count; i++) cli.Photo($"in/{i}.png", 96 + i, 64);
    }

    private int Results(string folder) => Directory.Exists(cli.At(folder)) ? Directory.GetFiles(cli.At(folder), "*.json").Length : 0;

    private string[] Names(string folder) => [.. Directory.GetFiles(cli.At(folder)).Select(path => Path.GetFileName(path))
        .Where(name => name is not (ResultJournal.FileName or "options.json" or "classes.json" or "classes.txt"))
        .Order(StringComparer.Ordinal)];
}
