
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Scores;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>Dense features, prompt denoising and key smoothing against chongzhou96/MaskCLIP's own files.</summary>
public class MaskClipTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Theory]
    [InlineData("released", Activation.Gelu, 1e-6f)]
    [InlineData("clip", Activation.QuickGelu, 1e-5f)]
    public void VisionTransformer_GivesTheReleasedCodesFeaturesAndScores(string tag, Activation activation, float epsilon)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "maskclip.safetensors"));
        using var model = ClipModel.Open(
            SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder, Activation = activation, Epsilon = epsilon });
        using var encoder = model.CreateImageEncoder(DenseMethods.MaskClip, key: true);

        var encoded = encoder.Encode(golden.Require("image").ToArray(), 1, 64, 96);

        Assert.Equal((8, 12), (encoded.Rows, encoded.Columns));
        Close.Within(2e-4, golden.Require($"vit.{tag}.features").ToArray(), Planar(encoded.Features, 64));
        Close.Within(1e-3, golden.Require($"vit.{tag}.key").ToArray(), encoded.Key);
        CheckScores(golden, $"vit.{tag}", golden.Require("vit.text").ToArray(), encoded.Features, encoded.Key!, 64);
    }

    [Fact]
    public void ResNet_GivesTheReleasedCodesScores()
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "maskclip.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "rn.safetensors"), new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.MaskClip, key: true);

        var encoded = encoder.Encode(golden.Require("rn.image").ToArray(), 1, 128, 160);

        Assert.Equal((4, 5), (encoded.Rows, encoded.Columns));
        CheckScores(golden, "rn", golden.Require("rn.text").ToArray(), encoded.Features, encoded.Key!, 64);
    }

    [Fact]
    public void ResNet_PoolingAttentionKept_GivesTheReleasedCodesScores()
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "maskclip.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "rn.safetensors"), new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.Clip, key: false);

        var encoded = encoder.Encode(golden.Require("rn.image").ToArray(), 1, 128, 160);

        Close.Within(
            1e-4, golden.Require("rn.attnpool").ToArray(), Cosines(encoded.Features, golden.Require("rn.text").ToArray(), 64).Values);
    }

    [Theory]
    [InlineData("MaskCLIP.residual", "rect")]
    [InlineData("MaskCLIP.residual", "big")]
    [InlineData("vanilla.residual", "square")]
    [InlineData("vanilla.residual", "rect")]
    [InlineData("vanilla.residual", "big")]
    public void PositionsResizedByFactor_GiveTheSuccessorsFeatures(string tensor, string input)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "clearclip.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        var last = (tensor.StartsWith('M') ? DenseMethods.MaskClip : DenseMethods.Clip) with { Positions = PositionResize.ScaleFactor };
        using var encoder = model.CreateImageEncoder(last, key: false);
        var image = golden.Require(input);

        var encoded = encoder.Encode(image.ToArray(), 1, image.Shape[2], image.Shape[3]);

        var expected = golden.Require($"{tensor}.{input}").ToArray();
        for (int at = 0; at < expected.Length; at += 64)
        {
            var row = expected.AsSpan(at, 64);
            System.Numerics.Tensors.TensorPrimitives.Divide(row, System.Numerics.Tensors.TensorPrimitives.Norm<float>(row), row);
        }

        Close.Within(2e-4, expected, encoded.Features);
    }

    private static void CheckScores(Checkpoint golden, string prefix, float[] text, float[] features, float[] key, int size)
    {
        Close.Within(1e-4, golden.Require($"{prefix}.plain").ToArray(), Cosines(features, text, size).Values);

        var denoised = Cosines(features, text, size);
        PromptDenoising.Apply([denoised], 0.5f, 100, keepsBest: false);
        Close.Within(1e-4, golden.Require($"{prefix}.pd").ToArray(), denoised.Values);

        var smoothed = Cosines(features, text, size);
        KeySmoothing.Apply(smoothed, key, 1, 100, KeyAxis.Positions, default);
        Close.Within(1e-3, golden.Require($"{prefix}.ks").ToArray(), smoothed.Values);

        KeySmoothing.Apply(denoised, key, 1, 100, KeyAxis.Positions, default);
        Close.Within(1e-3, golden.Require($"{prefix}.kspd").ToArray(), denoised.Values);
    }

    private static GridScores Cosines(float[] features, float[] text, int size) =>
        GridScores.Cosines(features, text, [.. Enumerable.Range(0, text.Length / size)], text.Length / size, size);

    private static float[] Planar(float[] features, int size)
    {
        int positions = features.Length / size;
        var planar = new float[features.Length];
        for (int i = 0; i < positions; i++)
        {
            for (int c = 0; c < size; c++) planar[c * positions + i] = features[i * size + c];
        }

        return planar;
    }
}
