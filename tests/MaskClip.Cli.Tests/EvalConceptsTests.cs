using MaskClip.CommandLine;
using MaskClip.World;

namespace MaskClip.Cli.Tests;

public sealed class EvalConceptsTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Photos_NamedAfterTheRightName_AreDrawnScoredAndCounted()
    {
        var postcard = SamplePostcard.Draw();
        postcard.Crop(new PixelBox(184, 0, 170, 66)).SavePng(cli.At("photos", "blue-sky__1.png"));
        postcard.Crop(new PixelBox(430, 368, 210, 80)).SavePng(cli.At("photos", "grass__1.png"));
        await File.WriteAllLinesAsync(cli.At("names.txt"), ["blue sky|sky", "grass", "cat"]);

        var result = await cli.SucceedAsync("eval", "concepts", "photos", "--classes", cli.At("names.txt"), "--output", "out");

        Assert.Equal(["heatmaps-001.png", "scores.csv"], Directory.GetFiles(cli.At("out")).Select(path => Path.GetFileName(path)).Order());
        Assert.True(RgbImage.Load(cli.At("out", "heatmaps-001.png")).Width > 800);
        var lines = await File.ReadAllLinesAsync(cli.At("out", "scores.csv"));
        Assert.Equal("photo,truth,name,global,area,max", lines[0]);
        Assert.Equal(7, lines.Length);
        foreach (var photo in lines.Skip(1).Select(line => line.Split(',')).GroupBy(fields => fields[0]))
        {
            Assert.Equal(1, photo.Sum(fields => double.Parse(fields[3])), 3);
            Assert.Equal(1, photo.Sum(fields => double.Parse(fields[4])), 3);
        }

        Assert.Matches(@"highest global score for \d of 2 photos and the largest area for 2", result.Output);
    }

    [Fact]
    public async Task TruthTable_BesideThePhotos_IsRead()
    {
        cli.Photo("photos/a.png");
        await File.WriteAllTextAsync(cli.At("photos", "names.tsv"), "a.png\tsky\n");
        await File.WriteAllLinesAsync(cli.At("names.txt"), ["sky", "cat"]);

        var result = await cli.SucceedAsync("eval", "concepts", "photos", "--templates", "simple", "--classes", cli.At("names.txt"));

        Assert.Contains("of 1 photos", result.Output);
    }

    [Fact]
    public async Task BrokenPhoto_IsReportedAndOthersAreDrawn()
    {
        cli.Photo("photos/a.png");
        cli.Broken("photos/b.png");
        await File.WriteAllLinesAsync(cli.At("names.txt"), ["sky", "cat"]);

        var result = await cli.RunAsync("eval", "concepts", "photos", "--templates", "simple", "--classes", cli.At("names.txt"));

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Contains("b.png", result.Error);
        Assert.True(File.Exists(cli.At("concepts", "heatmaps-001.png")));
    }

    [Fact]
    public async Task ManyNames_GoOnSeveralSheets()
    {
        cli.Photo("photos/a.png");
        await File.WriteAllLinesAsync(cli.At("names.txt"), Enumerable.Range(0, 13).Select(number => $"thing {number}"));

        await cli.SucceedAsync("eval", "concepts", "photos", "--templates", "simple", "--classes", cli.At("names.txt"));

        Assert.True(File.Exists(cli.At("concepts", "heatmaps-002.png")));
        Assert.False(File.Exists(cli.At("concepts", "heatmaps-003.png")));
    }
}
