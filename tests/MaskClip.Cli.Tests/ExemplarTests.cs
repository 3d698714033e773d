using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.Imaging;

namespace MaskClip.Cli.Tests;

/// <summary>Examples in place of names, and beside them.</summary>
public sealed class ExemplarTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task PlaceOfTheFirstPhoto_IsFoundInAll_AndTheRestIsBackground()
    {
        cli.Photo("a.png", 320, 224);
        cli.Photo("b.png", 320, 224);

        var result = await cli.SucceedAsync(
            "segment", "a.png", "b.png", "--prompt-patch", "150,30=blue", "--save", "mask", "--json", "-q");

        foreach (var name in new[] { "a", "b" })
        {
            var mask = IndexedPng.Read(cli.At("out", $"{name}.mask.png"));
            Assert.Equal(1, mask.Indices[30 * 320 + 150]);
            Assert.Equal(0, mask.Indices[200 * 320 + 20]);
        }

        Assert.All(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(
            ["background", "blue"], JsonNode.Parse(line)!["regions"]!.AsArray().Select(region => (string)region!["label"]!).Order()));
        Assert.DoesNotContain("warning", result.Error);
    }

    [Fact]
    public async Task PictureAndPlaces_BesideNames_AreClassesBehindThem()
    {
        cli.Photo("a.png", 320, 224);
        RgbImage.Load(cli.At("a.png")).Crop(new(0, 180, 60, 40)).SavePng(cli.At("meadow = 1.png"));

        await cli.SucceedAsync(
            "segment", "a.png", "-p", "sky, mountain", "--prompt-image", "meadow = 1.png=meadow", "--prompt-patch", "150,30,4,4=blue",
            "--prompt-patch", "20,200=-blue", "--save", "mask", "-q");

        Assert.Equal(
            ["1 sky", "2 mountain", "3 meadow", "4 blue"],
            JsonNode.Parse(await File.ReadAllTextAsync(cli.At("out", "classes.json")))!.AsArray()
                .Select(one => $"{one!["value"]} {one["label"]}"));
        var mask = IndexedPng.Read(cli.At("out", "a.mask.png"));
        Assert.Equal(4, mask.Indices[30 * 320 + 150]);
        Assert.NotEqual(4, mask.Indices[200 * 320 + 20]);
    }

    [Theory]
    [InlineData("'10=x'", ExitCode.WrongUsage, "--prompt-patch", "10=x")]
    [InlineData("'10,20'", ExitCode.WrongUsage, "--prompt-patch", "10,20")]
    [InlineData("'-1,20=x'", ExitCode.WrongUsage, "--prompt-patch", "-1,20=x")]
    [InlineData("'crop.png'", ExitCode.WrongUsage, "--prompt-image", "crop.png")]
    [InlineData("what it is not", ExitCode.WrongUsage, "--prompt-patch", "1,1=-x")]
    [InlineData("160x112", ExitCode.Failed, "--prompt-patch", "160,20=x")]
    [InlineData("none.png", ExitCode.Failed, "--prompt-image", "none.png=x")]
    [InlineData("--background", ExitCode.WrongUsage, "--prompt-patch", "1,1=x", "--background", "wall")]
    public async Task WhatCannotBeUsed_SaysWhatIs(string expected, int code, params string[] options)
    {
        cli.Photo("a.png");

        var result = await cli.RunAsync(["segment", "a.png", .. options]);

        Assert.Equal(code, result.Code);
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    public async Task PlaceOfStandardInput_IsRefused()
    {
        var result = await cli.RunAsync("segment", "-", "--prompt-patch", "1,1=x");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("standard input can be read once", result.Error);
    }

    [Fact]
    public async Task Resume_WithAnotherPlace_IsAnotherRun()
    {
        cli.Photo("a.png");
        await cli.SucceedAsync("segment", "a.png", "--prompt-patch", "10,20=x", "--save", "json");

        Assert.NotEqual(0, (await cli.RunAsync("segment", "a.png", "--prompt-patch", "90,90=x", "--save", "json", "--resume")).Code);
        await cli.SucceedAsync("segment", "a.png", "--prompt-patch", "10,20=x", "--save", "json", "--resume");
    }
}
