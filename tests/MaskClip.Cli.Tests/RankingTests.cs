using System.Globalization;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary><c>maskclip segment --rank</c>.</summary>
public sealed class RankingTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Rank_Folder_IsOrderedAndStandsInEveryFile()
    {
        cli.Photo("photos/a.png");
        cli.Photo("photos/b.png", 96, 80);
        cli.Photo("photos/c.png", 128, 64);

        var result = await cli.SucceedAsync(
            "segment", "photos", "-p", "sky", "-p", "grass", "-p", "tree", "--rank", "entropy", "--format", "cvat,label-studio",
            "--save", "none", "--json", "-o", "out");

        string[][] rows = [.. File.ReadLines(cli.At("out", "ranking.csv")).Select(line => line.Split(','))];
        Assert.Equal(["rank", "photo", "uncertainty", "confidence", "margin", "entropy", "boundary"], rows[0]);
        Assert.Equal(["1", "2", "3"], rows[1..].Select(row => row[0]));
        double[] values = [.. rows[1..].Select(row => double.Parse(row[2], CultureInfo.InvariantCulture))];
        Assert.Equal(values.OrderDescending(), values);
        Assert.Equal(rows[1..].Select(row => row[5]), rows[1..].Select(row => row[2]));
        Assert.All(values, value => Assert.InRange(value, 0.001, 0.999));
        foreach (var line in result.Lines.Select(line => JsonNode.Parse(line)!))
        {
            var row = rows.Single(row => row[1] == line["photo"]!.GetValue<string>());
            Assert.Equal(double.Parse(row[2], CultureInfo.InvariantCulture), line["uncertainty"]!.GetValue<double>(), 6);
        }

        var tasks = JsonNode.Parse(await File.ReadAllTextAsync(cli.At("out", "label-studio", "tasks.json")))!.AsArray();
        Assert.Equal(3, tasks.Count);
        Assert.All(tasks, task => Assert.Contains(
            values, value => Math.Abs(value - task!["data"]!["uncertainty"]!.GetValue<double>()) < 2e-6));
        Assert.Contains("<attribute name=\"uncertainty\">0.", await File.ReadAllTextAsync(cli.At("out", "cvat", "annotations.xml")));
    }

    [Fact]
    public async Task Rank_Disagreement_ComparesTwoMethods()
    {
        var photo = cli.Photo("a.png");
        string[] args =
            ["segment", photo, "-p", "sky", "-p", "grass", "-p", "tree", "--rank", "disagreement", "--save", "none", "--against"];

        await cli.SucceedAsync([.. args, "maskclip", "-o", "same", "--method", "maskclip"]);
        await cli.SucceedAsync([.. args, "clip", "-o", "other", "--method", "maskclip"]);

        Assert.EndsWith(",0.000000", (await File.ReadAllLinesAsync(cli.At("same", "ranking.csv")))[1]);
        var row = (await File.ReadAllLinesAsync(cli.At("other", "ranking.csv")))[1].Split(',');
        Assert.InRange(double.Parse(row[2], CultureInfo.InvariantCulture), 0.001, 1);
    }

    [Theory]
    [InlineData("--rank is 'x'; uncertainty", "--rank", "x")]
    [InlineData("--rank is '1'; uncertainty", "--rank", "1")]
    [InlineData("give the second with --against", "--rank", "disagreement")]
    [InlineData("give --rank too", "--against", "clip")]
    [InlineData("--resume looks only", "--rank", "margin", "--resume")]
    public async Task Options_ThatCannotBe_AreWrongUsage(string expected, params string[] options)
    {
        var result = await cli.RunAsync(["segment", cli.Photo("a.png"), "-p", "sky", .. options]);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains(expected, result.Error);
        Assert.False(Directory.Exists(cli.At("out")), "nothing was begun");
    }
}
