using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Tests;

/// <summary><c>--templates auto</c>: chosen by the run's own photos, said, written and repeated.</summary>
public sealed class TemplateChoiceTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Segment_AFolder_SaysWhatWasChosen_AndAResumedRunChoosesTheSame()
    {
        cli.Photo("photos/a.png", 96, 64);
        cli.Photo("photos/b.png", 64, 96);
        string[] command = ["segment", "photos", "-p", "sky, grass|lawn", "--templates", "auto", "--size", "64", "--save", "mask"];

        var result = await cli.SucceedAsync(command);

        var written = JsonNode.Parse(await File.ReadAllTextAsync(cli.At("out", "templates.json")))!;
        Assert.Equal(2, (int)written["photos"]!);
        Assert.Equal("maskclip (85)", (string)written["from"]!);
        var sky = written["classes"]!.AsArray().Single(one => (string)one!["name"]! == "sky")!["templates"]!.AsArray();
        Assert.Equal(4, sky.Count);
        Assert.Equal(sky.Select(one => (double)one!["entropy"]!).Order(), sky.Select(one => (double)one!["entropy"]!));
        Assert.Contains($"sky: {(string)sky[0]!["text"]!} |", result.Error);
        File.Delete(cli.At("out", "b.mask.png"));
        var again = await cli.SucceedAsync([.. command, "--resume"]);
        Assert.Contains("1 of 2 photos are done already", again.Error);
    }

    [Fact]
    public async Task Segment_OnePhoto_WorksAndSaysThatManyAreBetter()
    {
        cli.Photo("a.png", 96, 64);

        var result = await cli.SucceedAsync(
            "segment", "a.png", "-p", "sky,grass", "--templates", "auto:imagenet", "--size", "64", "--save", "mask");

        Assert.Contains("single photo", result.Error);
        Assert.Contains("chosen from 80", result.Error);
    }

    [Fact]
    public async Task Segment_APhotoThatCannotBeRead_CostsTheOthersNothing()
    {
        cli.Photo("photos/a.png", 96, 64);
        cli.Broken("photos/b.png");

        var result = await cli.RunAsync("segment", "photos", "-p", "sky, grass", "--templates", "auto", "--size", "64", "--save", "mask");

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Contains("by 1 photos", result.Error);
        Assert.True(File.Exists(cli.At("out", "a.mask.png")));
    }

    [Fact]
    public async Task Eval_TheChoice_IsAmongTheSettings()
    {
        TinyDataset.Write(cli.At("set"), 3);

        await cli.SucceedAsync(
            "eval", "--data", "set", "--templates", "auto", "--template-photos", "2", "--size", "64", "--save", "json", "-q");
        await cli.SucceedAsync("eval", "--data", "set", "--size", "64", "--save", "json", "--output", "all", "-q");

        var report = EvaluationReport.Load(cli.At("eval"));
        Assert.Equal("2", report.Settings["template-photos"]);
        Assert.Contains("\"sky: ", report.Settings["chosen-templates"]);
        Assert.Contains("chosen-templates", report.Overrides);
        Assert.Null(EvaluationReport.Load(cli.At("all")).Settings["chosen-templates"]);
    }

    [Fact]
    public async Task WhatWasChosen_AsAFile_IsTakenByACommandThatDoesNotChoose()
    {
        cli.Photo("photos/a.png", 96, 64);
        cli.Photo("photos/b.png", 64, 96);
        await cli.SucceedAsync("segment", "photos", "-p", "sky, grass", "--templates", "auto", "--size", "64", "--save", "mask");
        var chosen = JsonNode.Parse(await File.ReadAllTextAsync(cli.At("out", "templates.json")))!["classes"]!.AsArray()
            .SelectMany(one => one!["templates"]!.AsArray()).Select(template => (string)template!["text"]!).Distinct().ToArray();
        await File.WriteAllLinesAsync(cli.At("chosen.txt"), chosen);

        await cli.SucceedAsync("eval", "concepts", "photos", "--classes", "voc", "--templates", cli.At("chosen.txt"), "--size", "64");

        Assert.InRange(chosen.Length, 4, 8);
    }

    [Theory]
    [InlineData("looks at", "segment", "a.png", "-p", "sky", "--template-photos", "3")]
    [InlineData("'simple'", "segment", "a.png", "-p", "sky", "--templates", "auto:simple")]
    [InlineData("'nothing'", "segment", "a.png", "-p", "sky", "--templates", "auto:nothing")]
    [InlineData("0 photos", "segment", "a.png", "-p", "sky", "--templates", "auto", "--template-photos", "0")]
    [InlineData("only examples", "segment", "a.png", "--prompt-patch", "1,1=sky", "--templates", "auto")]
    [InlineData("standard input", "segment", "-", "-p", "sky", "--templates", "auto")]
    [InlineData("'maskclip segment PHOTOS --templates auto'", "eval", "concepts", "a.png", "--classes", "voc", "--templates", "auto")]
    public async Task WhatCannotBeChosen_IsRefused(string expected, params string[] args)
    {
        cli.Photo("a.png", 96, 64);

        var result = await cli.RunAsync(args);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains(expected, result.Error);
    }
}
