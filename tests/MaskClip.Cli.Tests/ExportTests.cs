using System.Text.Json;
using MaskClip.CommandLine;
using MaskClip.Engine;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Students;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Cli.Tests;

public sealed class ExportTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Onnx_AStudent_RunsByItselfAndGivesTheSame(bool oneFile)
    {
        var path = RandomStudent.Write(cli.At("student.safetensors"));
        var result = await cli.SucceedAsync(
            ["export", "onnx", "--student", "student.safetensors", "-o", "onnx", .. oneFile ? new[] { "--single-file" } : []]);
        string[] names = oneFile ? ["student.onnx", "onnx.json"] : ["student.weights", "student.onnx", "onnx.json"];
        Assert.Equal(names.Select(name => cli.At("onnx", name)), result.Lines);
        // Nothing but the exported folder is left to run from.
        Directory.Move(cli.At("onnx"), cli.At("elsewhere"));

        using var student = StudentSegmenter.Load(path, cacheFolder: cli.At("home"));
        var pixels = Enumerable.Range(0, 3 * 16 * 24).Select(i => MathF.Sin(i)).ToArray();
        var expected = student.Logits(pixels, 1, 16, 24, TestContext.Current.CancellationToken);
        Assert.Equal(expected, Run(cli.At("elsewhere", "student.onnx"), StudentGraph.Logits, pixels, 16, 24));

        using var json = JsonDocument.Parse(File.ReadAllText(cli.At("elsewhere", "onnx.json")));
        Assert.Equal(
            ["background", "sky", "mountain", "grass"],
            json.RootElement.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(8, json.RootElement.GetProperty("photo").GetProperty("pixels-per-cell").GetInt32());
        var image = json.RootElement.GetProperty("graphs")[0].GetProperty("inputs")[0];
        Assert.Equal("image", image.GetProperty("name").GetString());
        Assert.Equal("[\"n\",3,\"height\",\"width\"]", JsonSerializer.Serialize(image.GetProperty("shape")));
    }

    [Fact]
    public async Task Onnx_AResNetAsSingleFiles_GivesTheFeaturesWeUse()
    {
        await cli.SucceedAsync("export", "onnx", "--weights", SharedData.MiniClip, "--single-file", "-o", "onnx");
        Assert.Equal(
            ["image.onnx", "onnx.json", "text.onnx"], Directory.GetFiles(cli.At("onnx")).Select(path => Path.GetFileName(path)).Order());

        var pixels = Enumerable.Range(0, 3 * 64 * 96).Select(i => MathF.Sin(i)).ToArray();
        using var model = ClipModel.Open(SharedData.MiniClip, new OpeningOptions { CacheFolder = cache.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.MaskClip, key: false, outputStride: 16);
        Assert.Equal(
            encoder.Encode(pixels, 1, 64, 96, TestContext.Current.CancellationToken).Features,
            Run(cli.At("onnx", "image.onnx"), ImageGraphNames.Features, pixels, 64, 96));
    }

    [Fact]
    public async Task Onnx_ATransformer_ComesWithTheTablesOfItsGrid()
    {
        var model = SharedData.Path("golden/vit.safetensors");
        await cli.SucceedAsync("export", "onnx", "--weights", model, "--method", "naclip", "--size", "64", "-o", "onnx");
        using var grid = Checkpoints.SafetensorsFile.Open(cli.At("onnx", "grid.safetensors"));
        Assert.Equal([1, 65, 128], grid["positions"].Shape);
        Assert.Equal([1, 1, 65, 65], grid["neighbours"].Shape);

        var refused = await cli.RunAsync("export", "onnx", "--weights", model, "--method", "resclip", "-o", "other");
        Assert.Equal(ExitCode.WrongUsage, refused.Code);
        Assert.Contains("between two graphs", refused.Error);
    }

    [Fact]
    public async Task Onnx_AStudentAndAModel_IsRefused()
    {
        RandomStudent.Write(cli.At("student.safetensors"));
        var result = await cli.RunAsync("export", "onnx", "--student", "student.safetensors", "--model", "world-clip");
        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("leave out --model", result.Error);
        Assert.False(Directory.Exists(cli.At("onnx")));
    }

    public void Dispose() => cli.Dispose();

    private static float[] Run(string graph, string output, float[] pixels, int height, int width)
    {
        using var session = new EngineSession(graph, threads: 0);
        using var inputs = new EngineTensors { { ImageGraphNames.Image, [1, 3, height, width], pixels } };
        using var results = session.Run(inputs.Values, [output], TestContext.Current.CancellationToken);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
