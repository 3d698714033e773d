using System.Text.Json.Nodes;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary><c>maskclip diff</c>.</summary>
public sealed class DiffTests : IDisposable
{
    // Four columns, two rows: a cat on the left half, and on the right half nothing, a dog, or void.
    private const string Before = """
        {"images":[{"id":1,"file_name":"sub/a.jpg","width":4,"height":2},{"id":2,"file_name":"b.jpg","width":4,"height":2},
                   {"id":3,"file_name":"old.jpg","width":4,"height":2}],
         "categories":[{"id":1,"name":"cat"},{"id":2,"name":"dog"}],
         "annotations":[
          {"id":1,"image_id":1,"category_id":1,"segmentation":[[0,0,2,0,2,2,0,2]]},
          {"id":2,"image_id":2,"category_id":1,"segmentation":[[0,0,2,0,2,2,0,2]]},
          {"id":3,"image_id":2,"category_id":2,"segmentation":[[2,0,4,0,4,2,2,2]]}]}
        """;

    private const string After = """
        <annotations><version>1.1</version><meta><task><labels>
         <label><name>bird</name></label><label><name>cat</name></label></labels></task></meta>
         <image id="0" name="new.jpg" width="4" height="2"/>
         <image id="1" name="a.jpg" width="4" height="2">
          <polygon label="cat" z_order="0" points="0,0;3,0;3,2;0,2"/></image>
         <image id="2" name="b.jpg" width="4" height="2">
          <polygon label="cat" z_order="0" points="0,0;2,0;2,1;0,1"/>
          <polygon label="bird" z_order="0" points="2,0;4,0;4,2;2,2"/></image>
        </annotations>
        """;

    private readonly Cli cli = new();

    public DiffTests()
    {
        File.WriteAllText(cli.At("before.json"), Before);
        File.WriteAllText(cli.At("after.xml"), After);
    }

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Json_HasEveryPhotoAndAllTogether()
    {
        var result = await cli.SucceedAsync("diff", "before.json", "after.xml", "--json");

        JsonNode[] lines = [.. result.Lines.Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(3, lines.Length);
        Assert.Equal("sub/a.jpg", lines[0]["photo"]!.GetValue<string>());
        Assert.Equal(0.75, lines[0]["agreement"]!.GetValue<double>());
        Assert.Equal(0.666667, lines[0]["iou"]!.GetValue<double>()); // 4 of 6 pixels of a cat
        Assert.Equal("background", lines[0]["changes"]![0]!["from"]!.GetValue<string>());
        Assert.Equal("cat", lines[0]["changes"]![0]!["to"]!.GetValue<string>());
        Assert.Equal(2, lines[0]["changes"]![0]!["pixels"]!.GetValue<long>());
        // b: half of the cat went, the dog became a bird: IoU 0.5, 0 and 0.
        Assert.Equal(0.25, lines[1]["agreement"]!.GetValue<double>());
        Assert.Equal(Math.Round(0.5 / 3, 6), lines[1]["iou"]!.GetValue<double>());
        Assert.Equal(["dog", "cat"], lines[1]["changes"]!.AsArray().Select(change => change!["from"]!.GetValue<string>()));
        var total = lines[2];
        Assert.Equal(2, total["photos"]!.GetValue<int>());
        Assert.Equal(0.5, total["agreement"]!.GetValue<double>());
        var cat = total["classes"]!.AsArray().Single(one => one!["class"]!.GetValue<string>() == "cat")!;
        Assert.Equal(
            [8, 8, 6, 0.6], ((string[])["before", "after", "both", "iou"]).Select(name => cat[name]!.GetValue<double>()));
        Assert.Equal("old.jpg", total["onlyBefore"]![0]!.GetValue<string>());
        Assert.Equal("new.jpg", total["onlyAfter"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Tables_ShowTheWorstFirstAndNamePhotosOfOneSide()
    {
        var result = await cli.SucceedAsync("diff", "before.json", "after.xml");

        Assert.Matches(@"b\.jpg\s+0\.167\s+25\.0\s?%\s+dog -> bird: 4; cat -> background: 2", result.Output);
        Assert.True(
            result.Output.IndexOf("b.jpg", StringComparison.Ordinal) < result.Output.IndexOf("sub/a.jpg", StringComparison.Ordinal));
        Assert.Contains("2 photos: 50.0", result.Output);
        Assert.Contains("only in " + cli.At("before.json") + ": old.jpg", result.Error);
        Assert.Contains("only in " + cli.At("after.xml") + ": new.jpg", result.Error);
    }

    [Fact]
    public async Task Pictures_ShowWhereTheyAgreeAndDiffer()
    {
        new RgbImage(4, 2, [.. Enumerable.Repeat((byte)100, 24)]).SavePng(cli.At("photos", "sub", "a.png"));

        await cli.SucceedAsync("diff", "before.json", "after.xml", "--pictures", "--photos", "photos", "-o", "out");

        var a = RgbImage.Load(cli.At("out", "sub", "a.jpg.diff.png"));
        Assert.Equal([50, 129, 107], a.Pixels[..3].ToArray()); // green over the photo: a cat in both
        Assert.Equal([50, 107, 139], a.Pixels[6..9].ToArray()); // blue: only after
        Assert.Equal([100, 100, 100], a.Pixels[9..12].ToArray()); // the photo alone
        var b = RgbImage.Load(cli.At("out", "b.jpg.diff.png"));
        Assert.Equal([184, 178, 97], b.Pixels[6..9].ToArray()); // yellow over gray: a dog became a bird
        Assert.Equal([170, 111, 64], b.Pixels[12..15].ToArray()); // vermilion: the cat is gone
    }

    [Fact]
    public async Task PhotosOfOtherSizesAndBadRecords_EndWith3AndCostNoOther()
    {
        var size = After.Replace("name=\"a.jpg\" width=\"4\"", "name=\"a.jpg\" width=\"5\"", StringComparison.Ordinal);
        File.WriteAllText(cli.At("after.xml"), size);
        var result = await cli.RunAsync("diff", "before.json", "after.xml");
        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Contains("sub/a.jpg: the photo is 4x2 in the first and 5x2 in the second set", result.Error);
        Assert.Contains("b.jpg", result.Output);

        File.WriteAllText(cli.At("after.xml"), After.Replace("label=\"bird\"", "label=\"fish\"", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Failed, (await cli.RunAsync("diff", "before.json", "after.xml")).Code);
        var going = await cli.RunAsync("diff", "before.json", "after.xml", "--keep-going");
        Assert.Equal(ExitCode.SomeFailed, going.Code);
        Assert.Contains("'fish' is not among the labels", going.Error);
        Assert.Contains("2 photos", going.Output);
    }

    [Fact]
    public async Task NothingInCommon_Fails()
    {
        File.WriteAllText(cli.At("other.json"), Before.Replace(".jpg", "x.jpg", StringComparison.Ordinal));
        var photos = await cli.RunAsync("diff", "before.json", "other.json");
        Assert.Equal(ExitCode.Failed, photos.Code);
        Assert.Contains("have no photo in common", photos.Error);

        var names = Before.Replace("\"cat\"", "\"kitty\"", StringComparison.Ordinal)
            .Replace("\"dog\"", "\"hound\"", StringComparison.Ordinal);
        File.WriteAllText(cli.At("other.json"), names);
        var classes = await cli.RunAsync("diff", "before.json", "other.json");
        Assert.Equal(ExitCode.Failed, classes.Code);
        Assert.Contains("No class has the same label in both", classes.Error);
        Assert.Contains("kitty, hound", classes.Error);
    }

    [Theory]
    [InlineData("--from names more than two", "--from", "coco,cvat,voc")]
    [InlineData("--from is 'koko'", "--from", "koko")]
    [InlineData("--photos is about what pictures", "--photos", "x")]
    public async Task Options_ThatCannotBe_AreWrongUsage(string expected, string option, string value)
    {
        var result = await cli.RunAsync("diff", "before.json", "after.xml", option, value);
        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    public async Task SameAnnotations_InTwoFormats_DoNotDiffer()
    {
        await cli.SucceedAsync("convert", "before.json", "--to", "cvat,masks,geojson", "-o", "out");
        foreach (var format in (string[])["cvat", "masks", "geojson"])
        {
            var result = await cli.SucceedAsync("diff", "before.json", $"out/{format}", "--json");
            Assert.Equal(1, JsonNode.Parse(result.Lines[^1])!["agreement"]!.GetValue<double>());
        }
    }
}
