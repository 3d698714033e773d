using MaskClip.Checkpoints;
using MaskClip.CommandLine;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary><c>--save features</c>: the dense features of each photo, as NumPy or safetensors.</summary>
public sealed class FeatureOutputTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private static readonly string[] Names = ["-p", "sky, grass", "--templates", "simple"];

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Features_AreThoseOfTheEmbeddedPhoto_InEitherFile()
    {
        cli.Photo("a.png");

        await cli.SucceedAsync(["segment", "a.png", "--save", "features", "-o", "numpy", .. Names]);
        await cli.SucceedAsync(["segment", "a.png", "--save", "features,safetensors", "-o", "tensors", "--pamr", .. Names]);

        using var model = Segmenter.Load(SharedData.WorldClip, new() { CacheFolder = cache.Folder });
        using var features = model.Embed(RgbImage.Load(cli.At("a.png")));
        float[] expected = features.Features.ToArray();
        Assert.Equal([cli.At("numpy", "a.features.npy")], Directory.GetFiles(cli.At("numpy"), "a.*"));
        var bytes = await File.ReadAllBytesAsync(cli.At("numpy", "a.features.npy"));
        Assert.Contains(
            $"({features.GridHeight}, {features.GridWidth}, {features.Size})", System.Text.Encoding.ASCII.GetString(bytes[..128]));
        var written = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan(bytes.Length - 4 * expected.Length));
        Assert.Equal(expected, written.ToArray(), Close);
        Assert.Equal([cli.At("tensors", "a.safetensors")], Directory.GetFiles(cli.At("tensors"), "a.*"));
        using var file = SafetensorsFile.Open(cli.At("tensors", "a.safetensors"));
        Assert.Equal(["features", "labels", "scores"], file.Tensors.Keys.Order());
        Assert.Equal(expected, file.Tensors["features"].ToArray(), Close);

        // Packed weights, for which the command asks by itself, differ in the last bits.
        static bool Close(float a, float b) => Math.Abs(a - b) < 1e-4f;
    }

    [Theory]
    [InlineData("--windows", "96/64")]
    [InlineData("--flip")]
    [InlineData("--scales", "0.5,1")]
    public async Task Features_OfAPhotoInParts_AreRefused(params string[] options)
    {
        cli.Photo("a.png");

        var result = await cli.RunAsync(["segment", "a.png", "--save", "features", .. Names, .. options]);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("in one piece", result.Error);
    }
}
