
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>The same small model in every file format must give the same features.</summary>
public class FormatTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Theory]
    [InlineData("openai-jit.pt")]
    [InlineData("state-dict-fp32.pt")]
    [InlineData("state-dict-fp16.pt")]
    [InlineData("state-dict-legacy.pt")]
    [InlineData("open-clip-checkpoint.pt")]
    [InlineData("open_clip.safetensors")]
    [InlineData("hf")]
    [InlineData("hf/model.safetensors")]
    [InlineData("hf/pytorch_model.bin")]
    [InlineData("bf16.safetensors", 2e-2)]
    public void EveryFormat_GivesTheModelsFeatures(string file, double tolerance = 1e-4)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "formats", "io.safetensors"));
        // bf16.safetensors has no configuration of its own, and the one in the folder belongs to open_clip.safetensors.
        using var model = ClipModel.Open(SharedData.Path(["golden", "formats", .. file.Split('/')]), new() { CacheFolder = home.Folder });

        Assert.Equal(Activation.QuickGelu, model.Config.Activation);
        Close.Within(tolerance, golden.Require("image_features").ToArray(), model.Plain.Encode(golden.Require("image").ToArray(), 1));
        Close.Within(tolerance, golden.Require("text_features").ToArray(), model.Text.Encode(TowerTests.Rows(golden.Require("tokens"))));
    }
}
