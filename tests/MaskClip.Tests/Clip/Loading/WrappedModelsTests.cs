using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;

namespace MaskClip.Tests.Clip.Loading;

/// <summary>What a CLIP was wrapped in when it was saved is told by its structure: no list of names decides.</summary>
public sealed class WrappedModelsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-wrapped-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("module.")]
    [InlineData("module.module.")]
    [InlineData("_orig_mod.")]
    [InlineData("_fsdp_wrapped_module.")]
    [InlineData("_forward_module.module.")]
    [InlineData("_a_wrapper_of_next_year.")]
    [InlineData("model.")]
    [InlineData("clip_model.")]
    [InlineData("backbone.")]
    [InlineData("ema.module.")]
    [InlineData("some.deep.place.of.somebodys.own.")]
    public void Load_NamesBehindAPrefix_AreFound(string prefix)
    {
        var clip = new TinyClip(new());
        string[] names = [.. clip.Tensors.Keys.Order(StringComparer.Ordinal)];
        clip.Rename(name => prefix + name);
        using var model = Open(clip);
        Assert.Equal(names, model.Checkpoint.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(model.Warnings, warning => warning.Contains("larger model", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_WrappersInsideTheModel_AreTakenOut()
    {
        var clip = new TinyClip(new());
        clip.Rename(name =>
            "model." + name.Replace(
                "resblocks.1.", "_fsdp_wrapped_module.resblocks.1._checkpoint_wrapped_module.", StringComparison.Ordinal)
                .Replace("visual.", "visual._orig_mod.", StringComparison.Ordinal));
        using var model = Open(clip);
        Assert.Contains("visual.transformer.resblocks.1.mlp.c_fc.weight", model.Checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Load_InsideALargerModel_NamesWhatIsLeftOut()
    {
        var clip = new TinyClip(new());
        clip.Rename(name => "clip." + name);
        clip.Add("decode_head.conv.weight", [2]);
        clip.Add("decode_head.conv.bias", [2]);
        clip.Add("scale", [1]);
        using var model = Open(clip);
        Assert.Contains(
            model.Warnings,
            warning => warning.Contains("under 'clip.' in a larger model", StringComparison.Ordinal) && warning.Contains(
                "decode_head (2 tensors), scale", StringComparison.Ordinal));
        Assert.Contains(model.Facts, fact => fact == ("lies under", "clip."));
    }

    [Fact]
    public void Load_InsideALargerModel_OwnTensorThatIsNotUsedIsNamedAsTheFileHasIt()
    {
        var clip = new TinyClip(new());
        clip.Add("positional_embedding_res", [2]);
        clip.Rename(name => "clip." + name);
        Assert.Equal("clip.positional_embedding_res", Refused(clip).Tensor);
    }

    [Fact]
    public void Load_TwoModelsInOneFile_NamesBoth()
    {
        var clip = new TinyClip(new());
        foreach (var (name, tensor) in clip.Tensors.ToArray()) clip.Tensors.Add($"ema.{name}", tensor);
        clip.Rename(name => name.StartsWith("ema.", StringComparison.Ordinal) ? name : $"model.{name}");
        var message = Refused(clip).Message;
        Assert.Contains("'ema.', 'model.'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CopyBesideTheModel_IsNamed()
    {
        var clip = new TinyClip(new());
        foreach (var (name, tensor) in clip.Tensors.ToArray()) clip.Tensors.Add($"ema.{name}", tensor);
        Assert.StartsWith("ema.", Refused(clip).Tensor, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TextTowerOneLevelDeeper_IsFoundBehindAPrefixToo()
    {
        var clip = new TinyClip(new());
        clip.Rename(name =>
            name.StartsWith("visual.", StringComparison.Ordinal) || name == "logit_scale" ? $"net.{name}" : $"net.text.{name}");
        using var model = Open(clip);
        Assert.True(model.HasTextTower && model.HasImageTower);
    }

    private ClipModel Open(TinyClip clip) => ClipModel.Open(clip.Write(folder), new() { CacheFolder = Path.Combine(folder, "cache") });

    private CheckpointException Refused(TinyClip clip) => Assert.Throws<CheckpointException>(() => Open(clip).Dispose());
}
