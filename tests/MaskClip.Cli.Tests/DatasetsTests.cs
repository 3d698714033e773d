using MaskClip.CommandLine;
using MaskClip.Evaluation;
using MaskClip.Imaging;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

public sealed class DatasetsTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task List_ShowsEveryLayout()
    {
        var result = await cli.SucceedAsync("datasets", "list");

        foreach (var layout in SegmentationDataset.Layouts)
        {
            Assert.Contains(
                result.Lines,
                line => line.Contains($" {layout.Name} ", StringComparison.Ordinal) && line.Contains(
                    layout.Description, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Check_SoundFolder_CountsPixelsAndPhotosOfEachClass()
    {
        Write("one", 0, 1);
        Write("two", 1);

        var result = await cli.SucceedAsync("datasets", "check", "set");

        Assert.Contains(result.Lines, line => Cells(line) is ["0", "cat", "4", "25.00", "%", "1"]);
        Assert.Contains(result.Lines, line => Cells(line) is ["1", "dog", "12", "75.00", "%", "2"]);
        Assert.Contains(result.Lines, line => Cells(line) is ["2", "bird", "0", "0"]);
        Assert.Contains("set: layout folder, 2 photos, 2 of 3 classes, no errors", result.Output);
        Assert.Contains("2 photos checked", result.Error);
    }

    [Fact]
    public async Task Check_Faults_AreAllListedAndFail()
    {
        Write("one", 0);
        Write("two", 9);
        File.Delete(cli.At("set", "images", "one.png"));
        await File.WriteAllTextAsync(cli.At("set", "images", "three.png"), "broken", TestContext.Current.CancellationToken);

        var result = await cli.RunAsync("datasets", "check", "set", "--quiet");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("There is no photo 'one'", result.Error);
        Assert.Contains("two.png: Label 9 ", result.Error);
        Assert.Contains("There is no mask 'three.png'", result.Error);
        Assert.Equal(3, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("3 errors", result.Output);
    }

    [Theory]
    [InlineData("folder 'nowhere'", "nowhere")]
    [InlineData("not laid out as 'voc21'", "empty", "--layout", "voc21")]
    [InlineData("no split 'train'", "set", "--layout", "folder", "--split", "train")]
    [InlineData("No layout is recognized", "empty")]
    public async Task Check_WhatIsNotThere_Fails(string expected, params string[] args)
    {
        Write("one", 0);
        Directory.CreateDirectory(cli.At("empty"));
        expected = expected.Replace("nowhere", cli.At("nowhere"), StringComparison.Ordinal);

        var result = await cli.RunAsync(["datasets", "check", .. args]);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    public async Task Check_WrongLayout_IsWrongUsage()
    {
        Write("one", 0);

        var result = await cli.RunAsync("datasets", "check", "set", "--layout", "vok");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("Unknown layout 'vok'. Available: voc20", result.Error);
    }

    [Fact]
    public async Task Check_WrongLabelOrder_NamesTheRightOne()
    {
        WriteAs("set/val2017", "set/stuffthingmaps/val2017", "000000000139", 12, 176);

        var result = await cli.RunAsync("datasets", "check", "set", "--layout", "coco-stuff");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("Name the layout 'coco-stuff-raw'", result.Error);
        Assert.Contains("layout coco-stuff-raw", (await cli.SucceedAsync("datasets", "check", "set")).Output);
    }

    [Fact]
    public async Task Check_RealPhotographs_HaveNoErrors()
    {
        var result = await cli.SucceedAsync("datasets", "check", SharedData.Path("data", "coco-panoptic-val"), "--layout", "coco-scene20");

        Assert.Contains("coco-panoptic-val: layout coco-scene20, 50 photos, 20 of 20 classes, no errors", result.Output);
    }

    private static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void Write(string id, params byte[] labels)
    {
        WriteAs("set/images", "set/masks", id, labels);
        File.WriteAllText(cli.At("set", "names.txt"), "cat\ndog\nbird\n");
    }

    private void WriteAs(string photos, string masks, string id, params byte[] labels)
    {
        new RgbImage(4, 2, new byte[24]).SavePng(cli.At(photos, id + ".png"));
        Directory.CreateDirectory(cli.At(masks));
        File.WriteAllBytes(
            cli.At(masks, id + ".png"),
            IndexedPng.Encode(new IndexedImage(4, 2, [.. Enumerable.Range(0, 8).Select(i => labels[i % labels.Length])], [])));
    }
}
