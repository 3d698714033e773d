using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Precedence_FlagThenEnvironmentThenFileThenDefault()
    {
        await File.WriteAllTextAsync(
            cli.At("maskclip.json"),
            """{ "size": 300, "min-score": 0.3, "templates": "imagenet", "prompt": ["sky", "sea|ocean"], "_remark": "mine" }""");
        cli.Environment["MASKCLIP_SIZE"] = "320";
        cli.Environment["MASKCLIP_MIN_SCORE"] = "0.2";
        cli.Environment["MASKCLIP_KEY_SMOOTHING"] = "true";

        var result = await cli.SucceedAsync("segment", "--sample", "--size", "352", "--print-config");

        Assert.Equal("352 flag", Line(result, "size"));
        Assert.Equal("0.2 MASKCLIP_MIN_SCORE", Line(result, "min-score"));
        Assert.Equal("1 MASKCLIP_KEY_SMOOTHING", Line(result, "key-smoothing"));
        Assert.Equal($"imagenet 'templates' in {cli.At("maskclip.json")}", Line(result, "templates"));
        Assert.Equal($"sky, sea|ocean 'prompt' in {cli.At("maskclip.json")}", Line(result, "prompt"));
        Assert.Equal("default", Line(result, "method")); // by model
    }

    [Fact]
    public async Task UserConfiguration_IsReadWhereTheFolderHasNone()
    {
        cli.Environment["XDG_CONFIG_HOME"] = cli.At("config");
        Directory.CreateDirectory(cli.At("config", "maskclip"));
        await File.WriteAllTextAsync(cli.At("config", "maskclip", "maskclip.json"), """{ "size": 300 }""");

        var result = await cli.SucceedAsync("segment", "--print-config");

        Assert.StartsWith("300 'size' in", Line(result, "size"));
    }

    [Fact]
    public async Task Setting_AppliesOnlyToVerbsThatHaveIt()
    {
        await File.WriteAllTextAsync(cli.At("maskclip.json"), """{ "size": 300, "output": "results" }""");

        var sample = await cli.SucceedAsync("sample", "--resolution", "64x64");

        Assert.Contains("postcard.png", sample.Error);
        Assert.True(File.Exists(cli.At("postcard.png")));
    }

    [Theory]
    [InlineData("""{ "sise": 300 }""", "did you mean 'size'")]
    [InlineData("""{ "size": "big" }""", "'size' in")]
    [InlineData("""{ "size": {} }""", "'size' is Object")]
    [InlineData("""[1]""", "a JSON object is expected")]
    [InlineData("""{ "size" """, "not JSON")]
    public async Task WrongFile_IsWrongUsageAndNamesTheFile(string content, string expected)
    {
        await File.WriteAllTextAsync(cli.At("maskclip.json"), content);

        var result = await cli.RunAsync("segment", "--sample", "-p", "sky");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("maskclip.json", result.Error);
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    public async Task Lists_AreForOptionsThatRepeatAndForOptionsWithCommas()
    {
        await File.WriteAllTextAsync(
            cli.At("maskclip.json"),
            """{ "save": ["mask", "json"], "scales": [0.75, 1], "background": ["wall", "floor, ceiling"], "prompt": ["sky"], "templates": [] }""");

        var result = await cli.SucceedAsync("segment", "--sample", "--print-config");

        Assert.StartsWith("mask,json 'save' in", Line(result, "save"));
        Assert.StartsWith("0.75,1 'scales' in", Line(result, "scales"));
        Assert.StartsWith("wall, floor, ceiling 'background' in", Line(result, "background"));
        Assert.StartsWith("sky 'prompt' in", Line(result, "prompt"));
        Assert.Equal("default", Line(result, "templates"));
    }

    [Fact]
    public async Task List_ForOneNumber_IsWrongUsage()
    {
        await File.WriteAllTextAsync(cli.At("maskclip.json"), """{ "size": [300, 400] }""");

        var result = await cli.RunAsync("segment", "--sample", "-p", "sky");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("--size takes one value; 2 were given.", result.Error);
    }

    [Fact]
    public async Task WrongVariable_IsWrongUsageAndNamesTheVariable()
    {
        cli.Environment["MASKCLIP_THREADS"] = "many";

        var result = await cli.RunAsync("segment", "--sample", "-p", "sky");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("MASKCLIP_THREADS", result.Error);
        Assert.Contains("many", result.Error);
    }

    private static string Line(CliResult result, string key)
    {
        var line = Assert.Single(result.Lines, line => line.StartsWith(key + " ", StringComparison.Ordinal));
        return string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]);
    }
}
