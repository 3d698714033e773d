using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>The released code embeds texts with CLIP itself: its conventions are the image tower's alone.</summary>
public class ReleasedTextTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Fact]
    public void Open_AsReleased_TextsAreClipsOwnAndImagesAreNot()
    {
        var options = OpeningOptions.Of(new() { Compatibility = Compatibility.Released, CacheFolder = home.Folder });
        using var golden = Checkpoint.Open(SharedData.Path("golden", "vit.io.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), options);
        var tokens = golden.Require("tokens");
        int[][] texts = [.. tokens.ToInt64Array().Select(id => (int)id).Chunk(tokens.Shape[1])];

        Assert.Equal((Activation.Gelu, 1e-6f), (model.Config.Activation, model.Config.Epsilon));
        Close.Within(
            1e-4,
            Units(golden.Require("text_features").ToArray(), texts.Length),
            Units(model.Texts.Encode(texts, TestContext.Current.CancellationToken), texts.Length));
    }

    [Fact]
    public void Of_ActivationAskedFor_HoldsForBothTowers()
    {
        var options = OpeningOptions.Of(new() { Activation = Activation.QuickGelu, Compatibility = Compatibility.Released });
        Assert.Equal((Activation.QuickGelu, Activation.QuickGelu), (options.Activation, options.ImageActivation));
    }

    private static float[] Units(float[] rows, int count) =>
        [.. rows.Chunk(rows.Length / count).SelectMany(row => row.Select(value => value / MathF.Sqrt(row.Sum(one => one * one))))];
}
