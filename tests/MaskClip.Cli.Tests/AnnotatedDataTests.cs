using System.Text.Json.Nodes;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary>Data whose masks come from files of annotation tools.</summary>
public sealed class AnnotatedDataTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Eval_OfEveryExactFormat_GivesTheFiguresOfTheFolder()
    {
        TinyDataset.Write(cli.At("set"), 3);
        File.Copy(cli.At("set", "names.txt"), cli.At("set", "masks", "names.txt"));
        var expected = await FiguresAsync("--data", "set");

        foreach (var format in (string[])["coco", "labelme", "cvat", "label-studio", "geojson"])
        {
            await cli.SucceedAsync("convert", "set/masks", "--to", format, "-o", format);
            Assert.Equal(expected, await FiguresAsync("--data", format, "--from", format, "--photos", "set/images"));
        }

        // These have a background: it is a class of its own, and what no region covers belongs to it.
        foreach (var format in (string[])["voc", "masks"])
        {
            await cli.SucceedAsync("convert", "set/masks", "--from", "masks", "--to", format, "-o", format);
            await FiguresAsync("--data", format, "--from", format, "--photos", "set/images");
            Assert.Equal(
                expected, await FiguresAsync("--data", format, "--from", format, "--photos", "set/images", "--unlabeled", "ignored"));
        }
    }

    [Fact]
    public async Task Check_AnnotationFile_IsRecognizedAndCounted()
    {
        TinyDataset.Write(cli.At("set"), 2);
        File.Copy(cli.At("set", "names.txt"), cli.At("set", "masks", "names.txt"));
        await cli.SucceedAsync("convert", "set/masks", "--to", "coco", "-o", "set");

        var result = await cli.SucceedAsync("datasets", "check", "set/instances.json");
        var folder = await cli.SucceedAsync("datasets", "check", "set");

        Assert.Equal(
            folder.Output.Replace("set: layout folder", "instances: layout coco annotations", StringComparison.Ordinal), result.Output);
        Assert.Contains("pixels of no region are ignored", result.Error);
        var background = await cli.SucceedAsync("datasets", "check", "set/instances.json", "--unlabeled", "background");
        Assert.Contains("of 4 classes", background.Output);
        Assert.DoesNotContain("note:", background.Error);
    }

    [Fact]
    public async Task Check_BadRecordAndMissingPhoto_AreListedAndEvalRefusesThem()
    {
        new RgbImage(4, 2, new byte[24]).SavePng(cli.At("a.png"));
        File.WriteAllText(cli.At("instances.json"), """
            {"images":[{"id":1,"file_name":"a.png","width":4,"height":2},{"id":2,"file_name":"b.png","width":4,"height":2}],
             "categories":[{"id":3,"name":"cat"}],
             "annotations":[
              {"id":1,"image_id":1,"category_id":3,"segmentation":[[0,0,3,0,3,2,0,2]]},
              {"id":2,"image_id":1,"category_id":9,"segmentation":[[0,0,3,0,3,2,0,2]]}]}
            """);

        var result = await cli.RunAsync("datasets", "check", "instances.json", "--quiet");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("annotation 2: 'category_id' is 9", result.Error);
        Assert.Contains("There is no photo 'b.png'", result.Error);
        Assert.Contains("2 errors", result.Output);
        var eval = await cli.RunAsync("eval", "--data", "instances.json");
        Assert.Equal(ExitCode.Failed, eval.Code);
        Assert.Contains("annotation 2", eval.Error);
    }

    [Theory]
    [InlineData("--photos is about files of annotation tools", "--photos", "x")]
    [InlineData("--layout is about folders of data sets", "--from", "coco", "--layout", "voc21")]
    [InlineData("--from is 'koko'; coco,", "--from", "koko")]
    [InlineData("--unlabeled is 'x'; background and ignored", "--from", "masks", "--unlabeled", "x")]
    public async Task Options_ThatDoNotGoTogether_AreWrongUsage(string expected, params string[] options)
    {
        TinyDataset.Write(cli.At("set"), 1);
        foreach (var verb in (string[][])[["datasets", "check", "set"], ["eval", "--data", "set"]])
        {
            var result = await cli.RunAsync([.. verb, .. options]);
            Assert.Equal(ExitCode.WrongUsage, result.Code);
            Assert.Contains(expected, result.Error);
        }
    }

    private async Task<string> FiguresAsync(params string[] data)
    {
        var result = await cli.SucceedAsync(["eval", .. data, "--save", "json", "--json", "--quiet", "-o", Guid.NewGuid().ToString("N")]);
        var metrics = JsonNode.Parse(result.Output)!["figures"]!;
        return $"{metrics["meanIoU"]!["value"]!.GetValue<double>():0.000000} {metrics["meanAccuracy"]!.GetValue<double>():0.000000}";
    }
}
