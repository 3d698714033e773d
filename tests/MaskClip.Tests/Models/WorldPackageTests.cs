using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.Testing;

namespace MaskClip.Tests.Models;

/// <summary>world-clip as it is installed: a package of the family <c>clip</c>.</summary>
public sealed class WorldPackageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-world-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Open_TheInstalledFolder_IsTheModelOfItsWeights()
    {
        var source = new ModelStore(folder).Resolve("world-clip");

        using var model = Assert.IsType<ClipModel>(ModelFamilies.Open(source, new() { CacheFolder = folder }));

        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "maskclip-models", "world-clip"), source.Path);
        Assert.Equal(ModelHash.Of(SharedData.WorldClip), model.Hash);
        Assert.Equal(Activation.QuickGelu, model.Config.Activation);
        Assert.Empty(model.Warnings);
    }

    [Fact]
    public void Open_PackageWithoutItsWeights_NamesTheFile()
    {
        File.Copy(Path.Combine(Path.GetDirectoryName(SharedData.WorldClip)!, "model.json"), Path.Combine(folder, "model.json"));

        var error = Assert.Throws<CheckpointException>(() =>
            ModelFamilies.Open(new ModelSource("x", folder, "test"), new() { CacheFolder = folder }));

        Assert.Contains("model.safetensors", error.Message);
        Assert.Contains("this file is missing", error.Message);
    }

    [Fact]
    public void Weights_AreThoseOfItsCard()
    {
        using var checkpoint = Checkpoint.Open(SharedData.WorldClip);

        Assert.Equal([48, 192], checkpoint.Require("positional_embedding").Shape);
        Assert.Equal([256, 3, 8, 8], checkpoint.Require("visual.conv1.weight").Shape);
        // exp(logit_scale) is kept within 1..100 by CLIP's training.
        Assert.InRange(Assert.Single(checkpoint.Require("logit_scale").ToArray()), 0f, 4.61f);
        Assert.Equal("quick_gelu", checkpoint.Hints.Activation);
    }
}
