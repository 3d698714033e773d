using System.Diagnostics;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary>The command as a process of its own, interrupted for real.</summary>
public sealed class EvalProcessTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Interrupt_KeepsTheJournal_AndResumingGivesTheReportOfAnUninterruptedRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        TinyDataset.Write(cli.At("set"), 60, 320, 240);
        string[] args = ["eval", "--data", "set", "--model", "world-clip", "--save", "json", "--output"];
        await cli.SucceedAsync([.. args, "whole"]);

        using var process = Executable.Start(cli.Folder, cli.Environment, [.. args, "cut"]);
        while (!process.HasExited && Done() < 2) await Task.Delay(5);
        Assert.False(process.HasExited, "there was work left to interrupt");
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync();
        var result = await Executable.EndAsync(process);

        Assert.Equal(ExitCode.Cancelled, result.Code);
        Assert.Contains("--resume goes on", result.Error);
        Assert.InRange(Done(), 2, 59);
        Assert.False(File.Exists(cli.At("cut", "report.json")));

        var resumed = await cli.SucceedAsync([.. args, "cut", "--resume"]);

        Assert.Contains($"of 60 photos were evaluated before", resumed.Error);
        Assert.Equal(WithoutTiming("whole"), WithoutTiming("cut"));
    }

    /// <summary>Whole lines in the journal behind that of the settings.</summary>
    private int Done()
    {
        if (!File.Exists(cli.At("cut", "journal.jsonl"))) return 0;
        using var file = new FileStream(cli.At("cut", "journal.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Count(letter => letter == '\n') - 1;
    }

    private string WithoutTiming(string folder)
    {
        var json = JsonNode.Parse(File.ReadAllText(cli.At(folder, "report.json")))!.AsObject();
        Assert.True(json.Remove("timing"));
        return json.ToJsonString();
    }
}
