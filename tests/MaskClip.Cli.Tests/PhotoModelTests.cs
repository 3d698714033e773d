using MaskClip.Checkpoints;
using MaskClip.CommandLine;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>The package photo, which the command uses where nobody names a model.</summary>
public sealed class PhotoModelTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private const string Note = "note: photo is ";

    private readonly Cli cli = new(cache) { Packages = InstalledModels.DefaultFolder };

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Segment_NoModelNamed_UsesIt_AndSaysWhatItIsTheFirstTime()
    {
        cli.Environment["MASKCLIP_HOME"] = cli.At("home");
        cli.Photo("a.png");
        string[] command = ["segment", "a.png", "-p", "sky", "-p", "grass"];

        var first = await cli.SucceedAsync(command);
        var second = await cli.SucceedAsync(command);

        Assert.Single(first.Error.Split('\n'), line => line.StartsWith(Note, StringComparison.Ordinal) && line.Contains("models pull"));
        Assert.DoesNotContain(Note, second.Error);
        Assert.Contains(
            "\"_model\": \"photo\"", await File.ReadAllTextAsync(cli.At("out", "options.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Segment_DrawnPictures_UseTheModelOfTheirWorld()
    {
        await cli.SucceedAsync("sample", "--count", "1", "--size", "64x64", "--output", "world");

        await cli.SucceedAsync("segment", "--sample", "-p", "sky", "-p", "grass", "--templates", "simple", "-o", "one");
        await cli.SucceedAsync("segment", "world/images", "-p", "sky", "-p", "grass", "--templates", "simple", "-o", "two");

        foreach (var folder in new[] { "one", "two" })
        {
            Assert.Contains(
                "\"_model\": \"world-clip\"",
                await File.ReadAllTextAsync(cli.At(folder, "options.json"), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Info_ShowsBothTowersAndTheMap()
    {
        var result = await cli.SucceedAsync("models", "info", "photo");

        Assert.Contains(
            result.Lines, line => line.StartsWith("image tower", StringComparison.Ordinal) && line.Contains("2-2-2-3 basic blocks"));
        Assert.Contains(
            result.Lines, line => line.StartsWith("text tower", StringComparison.Ordinal) && line.Contains("BERT, width 384, 6 blocks"));
    }

    [Fact]
    public async Task List_ShowsIt_AsTheOneThatIsUsed()
    {
        cli.Environment["MASKCLIP_HOME"] = cli.At("home");

        var result = await cli.SucceedAsync("models", "list");

        Assert.Contains(result.Lines, line => line.Contains(" photo ") && line.Contains("installed") && line.Contains("used:"));
    }

    [Fact]
    public async Task Method_WithoutAMeaningForIt_IsRefusedWithThoseThatHaveOne()
    {
        cli.Photo("a.png");

        var result = await cli.RunAsync("segment", "a.png", "-p", "sky", "-p", "grass", "--method", "sclip");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("has no meaning for a ResNet without attention", result.Error);
        Assert.Contains("maskclip, naclip", result.Error);
    }

    [Fact]
    public async Task Tensors_GiveTheRecordedFeatures()
    {
        using var recorded = SafetensorsFile.Open(SharedData.Path("models", "photo-bridge", "io.safetensors"));
        SafetensorsWriter.Write(cli.At("in.safetensors"), [("image", [1, 3, 96, 160], recorded["image.input"].ToArray())]);

        await cli.SucceedAsync(
            "tensors", "--model", "photo", "--output-stride", "16", "-i", cli.At("in.safetensors"), "-o", cli.At("out.safetensors"));

        using var result = SafetensorsFile.Open(cli.At("out.safetensors"));
        float[] rows = recorded["places.s16.pooled"].ToArray(), planes = result["features"].ToArray();
        var planar = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++) planar[i % 384 * 60 + i / 384] = rows[i];
        Close.Within(1e-4, planar, planes);
    }

    [Fact]
    public async Task Export_GivesGraphsThatTheEngineOpens()
    {
        await cli.SucceedAsync("export", "onnx", "--model", "photo", "-o", "onnx");

        var description = await File.ReadAllTextAsync(cli.At("onnx", "onnx.json"), TestContext.Current.CancellationToken);
        Assert.Contains("blue, green, red", description);
        Assert.True(File.Exists(cli.At("onnx", "text.onnx")));
    }
}
