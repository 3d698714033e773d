using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.Imaging;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>Plain words without a background get one that is chosen, with the model of photographs.</summary>
public sealed class BackgroundTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private static readonly string Photo = SharedData.Path("data", "demo-photos", "chelsea.png");

    private readonly Cli cli = new(cache) { Packages = InstalledModels.DefaultFolder };

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task OneName_IsNotTheWholePhoto_AndTheWordsBehindItAreNamed()
    {
        var result = await cli.SucceedAsync("segment", Photo, "--prompt", "cat", "--json", "--save", "mask,json", "-q");

        var line = JsonNode.Parse(result.Output)!;
        var mask = IndexedPng.Read(cli.At("out", "chelsea.mask.png"));
        Assert.Equal([0, 1], mask.Indices.Distinct().Order().Select(value => (int)value));
        var behind = line["regions"]!.AsArray().Single(region => (int)region!["class"]! == 0)!;
        Assert.Equal("background", (string)behind["label"]!);
        var words = line["background"]!.AsArray();
        Assert.NotEmpty(words);
        Assert.Equal((long)behind["area"]!, words.Sum(word => (long)word!["area"]!));
        Assert.Equal(mask.Indices.Count(value => value == 0), (long)behind["area"]!);
        Assert.DoesNotContain("warning", result.Error);
        Assert.True(JsonNode.DeepEquals(line, JsonNode.Parse(await File.ReadAllTextAsync(cli.At("out", "chelsea.json")))));
    }

    [Fact]
    public async Task NamedNone_EveryPixelIsTheName_AndKeepsItsNumber()
    {
        var result = await cli.SucceedAsync("segment", Photo, "--prompt", "cat", "--background", "none", "--save", "mask");

        Assert.All(IndexedPng.Read(cli.At("out", "chelsea.mask.png")).Indices, value => Assert.Equal(1, value));
        Assert.Contains("'cat' is the only name", result.Error);
    }

    [Fact]
    public async Task NamedByWords_IsTheseAndNoOthers()
    {
        var result = await cli.SucceedAsync(
            "segment", Photo, "--prompt", "cat", "--background", "wall,floor", "--save", "mask", "--json", "-q");

        var words = JsonNode.Parse(result.Output)!["background"]!.AsArray().Select(word => (string)word!["word"]!);
        Assert.Subset(new HashSet<string> { "wall", "floor" }, words.ToHashSet());
        Assert.Contains((byte)1, IndexedPng.Read(cli.At("out", "chelsea.mask.png")).Indices);
    }

    [Theory]
    [InlineData("photo", new[] { "--classes", "voc" }, false)]
    [InlineData("photo", new[] { "--classes", "voc", "--background", "auto" }, true)]
    [InlineData("world-clip", new[] { "-p", "sky,grass", "--templates", "simple" }, false)]
    [InlineData("world-clip", new[] { "-p", "sky,grass", "--templates", "simple", "--background", "auto" }, true)]
    public async Task CompleteLists_AndModelsThatKnowNoSuchWords_GetNoneUnlessAsked(string model, string[] names, bool expected)
    {
        cli.Photo("a.png");

        await cli.SucceedAsync(["segment", "a.png", "--model", model, "--save", "mask", "-q", .. names]);

        using var classes = JsonDocument.Parse(await File.ReadAllTextAsync(cli.At("out", "classes.json")));
        Assert.Equal(expected, classes.RootElement[0].GetProperty("background").GetBoolean());
        Assert.Equal(expected ? 0 : 1, classes.RootElement[0].GetProperty("value").GetInt32());
    }

    [Theory]
    [InlineData("cat,wall")]
    [InlineData("cat . wall")]
    [InlineData("Cats, cat, wall")]
    public async Task Names_InOneText_AreThatMany(string names)
    {
        var listed = await Labels("-p", names);

        Assert.Equal(2, listed.Length);
        Assert.Equal("wall", listed[1]);
    }

    [Fact]
    public async Task Names_FromTheEnvironment_AreReadAlike()
    {
        cli.Environment["MASKCLIP_PROMPT"] = "forklift|fork truck=truck,\"salt, pepper\"";

        Assert.Equal(["truck", "salt, pepper"], await Labels());
    }

    [Fact]
    public async Task ClassesFile_IsReadAgainAsTheSameNames()
    {
        await Labels("-p", "cat|kitten=pet,wall");
        var first = await File.ReadAllTextAsync(cli.At("out", "classes.json"));

        await cli.SucceedAsync("segment", Photo, "--classes", cli.At("out", "classes.txt"), "--save", "mask", "-o", "again", "-q");

        Assert.Equal(first, await File.ReadAllTextAsync(cli.At("again", "classes.json")));
    }

    [Fact]
    public async Task NameOfAVocabulary_IsNoticed_AndTheOptionNamed()
    {
        var result = await cli.SucceedAsync("segment", Photo, "-p", "voc", "--save", "none");

        Assert.Contains("'voc' is looked for as a word", result.Error);
        Assert.Contains("--classes", result.Error);
    }

    [Fact]
    public async Task NamesThatAreNotThere_AreListedWithNothing_AndHaveAHeatMap()
    {
        var result = await cli.SucceedAsync(
            "segment", Photo, "-p", "cat,traffic light", "--save", "heatmap", "--json", "--min-score", "0.9", "-q");

        var regions = JsonNode.Parse(result.Output)!["regions"]!.AsArray();
        var missing = regions.Single(region => (string)region!["label"]! == "traffic light")!;
        Assert.Equal((2, 0, 0), ((int)missing["class"]!, (long)missing["area"]!, (double)missing["share"]!));
        Assert.Null(missing["bbox"]);
        Assert.InRange((double)missing["peak"]!, 0, 0.9);
        Assert.True(File.Exists(cli.At("out", "chelsea.heatmap.traffic-light.png")));
    }

    [Fact]
    public async Task Eval_ChosenBackground_TakesThePlaceOfTheDataSets()
    {
        var code = await cli.RunAsync(
            "eval", "--data", SharedData.Path("data", "voc2012-val-lowres"), "--layout", "voc21", "--model", "photo",
            "--background", "auto", "--limit", "1", "--save", "json", "-q");
        var refused = await cli.RunAsync(
            "eval", "--data", SharedData.Path("data", "camvid-val"), "--layout", "camvid", "--model", "photo", "--background", "auto",
            "--limit", "1");

        Assert.Equal(ExitCode.Done, code.Code);
        Assert.Contains("automatic-background", await File.ReadAllTextAsync(cli.At("eval", "report.json")));
        Assert.Equal(ExitCode.WrongUsage, refused.Code);
        Assert.Contains("layout with background", refused.Error);
    }

    private async Task<string[]> Labels(params string[] names)
    {
        await cli.SucceedAsync(["segment", Photo, .. names, "--save", "mask", "-q"]);
        using var classes = JsonDocument.Parse(await File.ReadAllTextAsync(cli.At("out", "classes.json")));
        return [.. classes.RootElement.EnumerateArray().Where(one => !one.GetProperty("background").GetBoolean())
            .Select(one => one.GetProperty("label").GetString()!)];
    }
}
