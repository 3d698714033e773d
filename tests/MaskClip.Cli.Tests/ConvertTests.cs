using System.Text.Json;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary><c>maskclip convert</c>.</summary>
public sealed class ConvertTests : IDisposable
{
    private const string Coco = """
        {"images":[{"id":1,"file_name":"a.jpg","width":4,"height":2}],
         "categories":[{"id":3,"name":"cat"}],
         "annotations":[
          {"id":1,"image_id":1,"category_id":3,"segmentation":[[0,0,3,0,3,2,0,2]]},
          {"id":2,"image_id":1,"category_id":9,"segmentation":[[0,0,3,0,3,2,0,2]]}]}
        """;

    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Convert_KeepGoing_WritesEveryFormatAndNamesWhatWasLeftOut()
    {
        File.WriteAllText(cli.At("instances.json"), Coco);

        var result = await cli.RunAsync(
            "convert", "instances.json", "--from", "coco", "--to", "cvat, coco,label-studio", "-o", "out", "--keep-going");

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Contains("annotation 2", result.Error);
        Assert.Contains("1 photos, 1 regions, 1 records left out", result.Error);
        Assert.Contains("points=\"0.00,0.00;3.00,0.00;3.00,2.00;0.00,2.00\"", File.ReadAllText(cli.At("out", "cvat", "annotations.xml")));
        using var again = JsonDocument.Parse(File.ReadAllText(cli.At("out", "coco", "instances.json")));
        Assert.Equal(6, Assert.Single(again.RootElement.GetProperty("annotations").EnumerateArray()).GetProperty("area").GetInt32());
        Assert.True(File.Exists(cli.At("out", "label-studio", "label_config.xml")));
    }

    [Fact]
    public async Task Convert_BadRecord_EndsTheRunAndNamesFileAndRecord()
    {
        File.WriteAllText(cli.At("instances.json"), Coco);

        var result = await cli.RunAsync("convert", "instances.json", "--from", "coco", "--to", "voc", "-o", "out");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("instances.json", result.Error);
        Assert.Contains("annotation 2: 'category_id' is 9, and no category has that id.", result.Error);
        Assert.DoesNotContain("error of the program", result.Error);
    }

    [Fact]
    public async Task Convert_PolygonThatCrossesItself_IsAnErrorAndFilledAsTheToolDoesWhenAskedToGoOn()
    {
        const string bowTie = "[[0,0,4,4,4,0,0,4]]", bridge = "[[0,0,4,0,4,4,0,4,0,0,1,1,1,3,3,3,3,1,1,1]]";
        File.WriteAllText(cli.At("instances.json"), $$"""
            {"images":[{"id":1,"file_name":"a.jpg","width":4,"height":4}],
             "categories":[{"id":3,"name":"cat"}],
             "annotations":[
              {"id":1,"image_id":1,"category_id":3,"segmentation":{{bridge}}},
              {"id":2,"image_id":1,"category_id":3,"segmentation":{{bowTie}}}]}
            """);

        var refused = await cli.RunAsync("convert", "instances.json", "--to", "coco", "-o", "out");
        var kept = await cli.RunAsync("convert", "instances.json", "--to", "coco", "-o", "out", "--keep-going");
        var check = await cli.RunAsync("datasets", "check", "instances.json");

        Assert.Equal(ExitCode.Failed, refused.Code);
        Assert.Contains("instances.json', photo 'a.jpg', region 1 (cat): The polygon crosses itself at 2, 2;", refused.Error);
        Assert.Contains("--keep-going fills it", refused.Error);
        Assert.Equal(ExitCode.SomeFailed, kept.Code);
        Assert.Contains("1 photos, 2 regions, 0 records left out, 1 polygons that cross themselves filled", kept.Error);
        Assert.DoesNotContain("region 0", kept.Error);
        Assert.Contains("crosses itself at 2, 2", check.Error);
        Assert.Equal(ExitCode.Failed, check.Code);
    }

    [Fact]
    public async Task Convert_SeveralParts_BecomeOneFileWhateverTheirOrder()
    {
        Directory.CreateDirectory(cli.At("parts"));
        foreach (var name in (string[])["b", "a"])
        {
            File.WriteAllText(cli.At("parts", $"{name}.json"), Coco.Replace("a.jpg", $"{name}.jpg", StringComparison.Ordinal)
                .Replace("\"category_id\":9", "\"category_id\":3", StringComparison.Ordinal));
        }

        var one = await cli.RunAsync("convert", "parts/a.json", "parts/b.json", "--from", "coco", "--to", "coco", "-o", "one");
        var other = await cli.RunAsync("convert", "parts/b.json", "parts/a.json", "--from", "coco", "--to", "coco", "-o", "other");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (one.Code, other.Code));
        Assert.Contains("2 photos, 4 regions", one.Error);
        Assert.Equal(File.ReadAllText(cli.At("one", "instances.json")), File.ReadAllText(cli.At("other", "instances.json")));
    }

    [Fact]
    public async Task Convert_ToWebDataset_TakesThePhotosFromTheirFolder()
    {
        File.WriteAllText(cli.At("instances.json"), Coco.Replace("\"category_id\":9", "\"category_id\":3", StringComparison.Ordinal));
        var without = await cli.RunAsync("convert", "instances.json", "--from", "coco", "--to", "webdataset", "-o", "out");
        Directory.CreateDirectory(cli.At("photos"));
        File.WriteAllText(cli.At("photos", "a.jpg"), "a photo");
        var with = await cli.RunAsync(
            "convert", "instances.json", "--from", "coco", "--to", "webdataset", "-o", "out", "--photos", "photos");

        Assert.Equal(ExitCode.Failed, without.Code);
        Assert.Contains("a.jpg: The photo is not at hand", without.Error);
        Assert.Equal(ExitCode.Done, with.Code);
        Assert.Contains("a photo", File.ReadAllText(cli.At("out", "shard-000000.tar")));
    }

    [Fact]
    public async Task Convert_ToAFormatOfOnesOwn_FindsItInTheAssemblyThatTheVariableNames()
    {
        File.WriteAllText(cli.At("instances.json"), Coco.Replace("\"category_id\":9", "\"category_id\":3", StringComparison.Ordinal));
        cli.Environment[Extensions.Variable] = typeof(NamesFormat).Assembly.Location;

        var result = await cli.RunAsync("convert", "instances.json", "--from", "coco", "--to", "names", "-o", "out");
        var help = await cli.RunAsync("convert", "--help");

        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal("a.jpg 2\n", File.ReadAllText(cli.At("out", "names.txt")));
        Assert.Contains("names", help.Output);
    }

    [Fact]
    public async Task Extensions_ThatCannotBeLoaded_AreNamed()
    {
        File.WriteAllText(cli.At("no.dll"), "no assembly");
        var other = typeof(ExitCode).Assembly.Location;
        foreach (var (path, expected) in new[]
        {
            ("no.dll", "cannot be loaded"), ("none.dll", "cannot be loaded"), (other, "no public class"),
        })
        {
            cli.Environment[Extensions.Variable] = path;
            var result = await cli.RunAsync("methods");
            Assert.Equal(ExitCode.Failed, result.Code);
            Assert.Contains(expected, result.Error);
            Assert.Contains(path, result.Error);
        }
    }

    [Theory]
    [InlineData("--from", "koko", "--to", "voc", "--from is 'koko'")]
    [InlineData("--from", "coco", "--to", ",", "--to names no format")]
    public async Task Convert_UnknownFormat_IsWrongUsage(string one, string from, string other, string to, string expected)
    {
        File.WriteAllText(cli.At("instances.json"), Coco);

        var result = await cli.RunAsync("convert", "instances.json", one, from, other, to);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    public async Task Segment_WithFormats_WritesTheirFilesOfAllPhotos()
    {
        cli.Photo("photos/one.png");
        Directory.CreateDirectory(cli.At("photos", "sub"));
        cli.Photo("photos/sub/two.png", 96, 80);

        var result = await cli.SucceedAsync(
            "segment", "photos", "-p", "sky", "-p", "grass", "--save", "none", "--format", "coco,yolo", "--simplify", "1", "-o", "out");

        using var coco = JsonDocument.Parse(File.ReadAllText(cli.At("out", "coco", "instances.json")));
        Assert.Equal(
            ["one.png", "sub/two.png"],
            coco.RootElement.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("file_name").GetString()));
        Assert.NotEqual(0, coco.RootElement.GetProperty("annotations").GetArrayLength());
        Assert.True(File.Exists(cli.At("out", "yolo", "labels", "sub", "two.txt")));
        Assert.Contains("Results are in", result.Error);
    }

    [Theory]
    [InlineData("--simplify", "2")]
    [InlineData("--format", "koko")]
    public async Task Segment_FormatThatCannotBe_IsWrongUsage(string option, string value)
    {
        var result = await cli.RunAsync("segment", cli.Photo("a.png"), "-p", "sky", option, value);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains(option, result.Error);
    }
}
