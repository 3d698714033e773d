using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;

namespace MaskClip.Tests.Clip.Loading;

/// <summary>Every tensor of a checkpoint is used, or known to change nothing, or the load fails and names it.</summary>
public sealed class NothingUnreadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-unread-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("visual.conv1.bias", "")]
    [InlineData("visual.transformer.resblocks.1.ls_1.gamma", "LayerScale")]
    [InlineData("positional_embedding_res", "Long-CLIP")]
    [InlineData("visual.transformer.resblocks.0.attn.in_proj_weight.lora_A", "LoRA")]
    [InlineData("visual.transformer.resblocks.0.mlp.c_fc.SCB", "quantized")]
    [InlineData("transformer.resblocks.0.attn.ln_q.weight", "queries")]
    [InlineData("something.else", "")]
    public void Load_TensorThatNoTowerTakes_IsNamed(string name, string meaning)
    {
        var clip = new TinyClip(new());
        clip.Add(name, [4]);
        var exception = Refused(clip.Write(folder));
        Assert.Equal(name, exception.Tensor);
        Assert.Contains(meaning, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EveryTensorTakenOutOrAdded_IsRefused()
    {
        // Whatever a tower is made of is missed by its name, in both kinds of towers.
        foreach (var sizes in new TinySizes[] { new(), new() { Stages = [1, 1, 1, 1], Width = 4, Grid = 1 } })
        {
            foreach (var name in new TinyClip(sizes).Tensors.Keys
                .Where(name => name is not ("logit_scale" or "token_embedding.weight" or "visual.conv1.weight")))
            {
                var clip = new TinyClip(sizes);
                clip.Tensors.Remove(name);
                Refused(clip.Write(folder));
                clip = new TinyClip(sizes);
                clip.Add($"{name}_extra", [1]);
                Assert.Equal($"{name}_extra", Refused(clip.Write(folder)).Tensor);
            }
        }
    }

    [Theory]
    [InlineData("logit_bias")]
    [InlineData("visual.bn1.num_batches_tracked")]
    [InlineData("visual.mask_token")]
    [InlineData("text_decoder.ln_final.weight")]
    public void Load_TensorThatChangesNothing_IsPassedOverWithAReason(string name)
    {
        var clip = new TinyClip(new());
        clip.Add(name, [1]);
        using var model = Open(clip);
        Assert.Contains(model.Facts, fact => fact.Name == "passed over" && fact.Value.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(float.NegativeInfinity, true)]
    [InlineData(0f, false)]
    public void Load_AttentionMask_MustBeTheCausalOne(float above, bool loads)
    {
        var clip = new TinyClip(new());
        int length = clip.Sizes.Context;
        clip.Tensors["attn_mask"] = (
            [length, length], [.. Enumerable.Range(0, length * length).Select(at => at % length > at / length ? above : 0)]);
        if (loads) Open(clip).Dispose();
        else Assert.Equal("attn_mask", Refused(clip.Write(folder)).Tensor);
    }

    [Theory]
    [InlineData("visual.transformer.resblocks.")]
    [InlineData("transformer.resblocks.")]
    public void Load_BlockMissingBetweenOthers_IsNamed(string blocks)
    {
        var clip = new TinyClip(new() { Layers = 3, TextLayers = 3 });
        clip.Remove($"{blocks}1.");
        var exception = Refused(clip.Write(folder));
        Assert.Equal($"{blocks}1.attn.in_proj_weight", exception.Tensor);
        Assert.Contains("there is a block 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TowersThatDisagree_NamesBothTensors()
    {
        var clip = new TinyClip(new());
        clip.Add("text_projection", [clip.Sizes.TextWidth, 5]);
        var exception = Refused(clip.Write(folder));
        Assert.Equal("visual.proj", exception.Tensor);
        Assert.Contains("'text_projection' [12, 5]", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("visual.transformer.resblocks.1.mlp.c_proj.weight", float.NaN)]
    [InlineData("visual.class_embedding", float.PositiveInfinity)]
    [InlineData("visual.positional_embedding", float.NaN)]
    [InlineData("transformer.resblocks.0.attn.in_proj_bias", float.NegativeInfinity)]
    [InlineData("token_embedding.weight", float.NaN)]
    [InlineData("logit_scale", float.NaN)]
    public void Weights_ThatAreNoNumbers_AreRefusedByName(string name, float value)
    {
        var clip = new TinyClip(new());
        clip.Tensors[name].Values[^1] = value;
        var exception = Assert.Throws<CheckpointException>(() =>
        {
            using var model = Open(clip);
            using var tower = model.CreateImageEncoder(DenseMethods.Clip, key: false);
            tower.Encode(TextRulesTests.Picture(clip), 1, 8, 8, TestContext.Current.CancellationToken);
            model.Text.Encode([[1, 2, 39]], TestContext.Current.CancellationToken);
        });
        Assert.Equal(name, exception.Tensor);
        Assert.Contains(float.IsNaN(value) ? "NaN" : "infinite", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_TooLargeForFp32_FailThePhoto()
    {
        var clip = new TinyClip(new());
        foreach (var name in new[] { "visual.ln_post.weight", "visual.proj" }) Array.Fill(clip.Tensors[name].Values, 1e30f);
        using var model = Open(clip);
        using var tower = model.CreateImageEncoder(DenseMethods.Clip, key: false);
        Assert.Throws<InvalidDataException>(() =>
            tower.Encode(TextRulesTests.Picture(clip), 1, 8, 8, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Load_WholeNumbersInPlaceOfWeights_AreRefused()
    {
        var clip = new TinyClip(new());
        var path = Path.Combine(folder, "open_clip_quantized.safetensors");
        clip.Write(folder);
        SafetensorsWriter.Write(path, clip.Tensors.Select(tensor => tensor.Key == "visual.proj"
            ? new SafetensorsEntry(tensor.Key, tensor.Value.Shape, Array.ConvertAll(tensor.Value.Values, value => (long)(100 * value)))
            : new SafetensorsEntry(tensor.Key, tensor.Value.Shape, tensor.Value.Values)));
        var exception = Refused(path);
        Assert.Equal("visual.proj", exception.Tensor);
        Assert.Contains("whole numbers (I64)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_OfAModelWithAnotherTokenizer_AreRefusedAndTokensAreNot()
    {
        using var model = Open(new TinyClip(new()));
        model.Text.Encode([[1, 2, 39]], TestContext.Current.CancellationToken);
        var exception = Assert.Throws<CheckpointException>(() =>
            model.Texts.Encode(["cat"], new List<int>(), TestContext.Current.CancellationToken));
        Assert.Equal("token_embedding.weight", exception.Tensor);
        Assert.Contains("40 rows", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("embed_dim", 7, "visual.proj")]
    [InlineData("vision_cfg.layers", 3, "visual.transformer.resblocks.1.attn.in_proj_weight")]
    [InlineData("vision_cfg.image_size", 16, "visual.positional_embedding")]
    [InlineData("vision_cfg.patch_size", 8, "visual.conv1.weight")]
    [InlineData("text_cfg.width", 24, "token_embedding.weight")]
    [InlineData("text_cfg.context_length", 77, "positional_embedding")]
    [InlineData("text_cfg.vocab_size", 49408, "token_embedding.weight")]
    public void Load_ConfigurationOfAnotherModel_IsNoticed(string field, int value, string tensor)
    {
        var json = JsonNode.Parse(TinyClip.Configuration)!;
        string[] keys = ["model_cfg", .. field.Split('.')];
        keys[..^1].Aggregate(json, (section, key) => section[key]!)[keys[^1]] = value;
        var exception = Refused(new TinyClip(new()).Write(folder, json.ToJsonString()));
        Assert.Equal(tensor, exception.Tensor);
        Assert.Contains($"'model_cfg.{field}' is {value}", exception.Message, StringComparison.Ordinal);
    }

    private ClipModel Open(TinyClip clip) => ClipModel.Open(clip.Write(folder), new() { CacheFolder = Path.Combine(folder, "cache") });

    private CheckpointException Refused(string path) =>
        Assert.Throws<CheckpointException>(() => ClipModel.Open(path, new() { CacheFolder = Path.Combine(folder, "cache") }).Dispose());
}
