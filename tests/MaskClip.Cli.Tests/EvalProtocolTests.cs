using MaskClip.CommandLine;
using MaskClip.Evaluation;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>What <c>maskclip eval</c> takes from a protocol, and shows of it.</summary>
public sealed class EvalProtocolTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Protocol_AndFlagsBeforeIt_AreInTheReport()
    {
        TinyDataset.Write(cli.At("set"), 1);

        var result = await cli.SucceedAsync(
            "eval",
            "--data",
            "set",
            "--save",
            "json",
            "--protocol",
            "unified",
            "--templates",
            "simple",
            "--size",
            "96",
            "--windows",
            "64/32",
            "--synonyms",
            "best-probability");

        var report = EvaluationReport.Load(cli.At("eval"));
        Assert.Equal("\"unified\"", report.Settings["protocol"]);
        Assert.Equal("96", report.Settings["size"]);
        Assert.Equal("{\"crop\":64,\"stride\":32}", report.Settings["windows"]);
        Assert.Equal("40", report.Settings["logit-scale"]);
        Assert.Equal("\"opencv-bilinear\"", report.Settings["resize"]);
        Assert.Equal(["size", "windows", "templates"], report.Overrides);
        Assert.Contains("not in the successors' tables", result.Error);
    }

    [Fact]
    public async Task PrintConfig_ShowsWhatTheProtocolFillsIn()
    {
        TinyDataset.Write(cli.At("set"), 1);

        var result = await cli.SucceedAsync("eval", "--data", "set", "--protocol", "paper", "--size", "300", "--print-config");

        Assert.Contains(
            result.Lines,
            line => line.StartsWith("size", StringComparison.Ordinal) && line.Contains("300") && line.EndsWith(
                "flag", StringComparison.Ordinal));
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("long-side", StringComparison.Ordinal) && line.Contains("2048") && line.EndsWith(
                "protocol paper", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("compat", StringComparison.Ordinal) && line.Contains("released"));
        Assert.False(Directory.Exists(cli.At("eval")));
    }

    [Fact]
    public async Task Protocols_ShowEverySetting()
    {
        var all = await cli.SucceedAsync("eval", "protocols");
        var one = await cli.SucceedAsync("eval", "protocols", "unified", "--layout", "voc21", "--method", "scclip");
        var unknown = await cli.RunAsync("eval", "protocols", "unified", "--layout", "voc");

        Assert.Contains("paper", all.Output);
        Assert.Contains(
            one.Lines, line => line.StartsWith("windows", StringComparison.Ordinal) && line.EndsWith("224/112", StringComparison.Ordinal));
        Assert.Contains(
            one.Lines,
            line => line.StartsWith("background-threshold", StringComparison.Ordinal) && line.EndsWith("0.15", StringComparison.Ordinal));
        Assert.Contains("  ship", one.Lines);
        Assert.Equal(ExitCode.WrongUsage, unknown.Code);
    }
}
