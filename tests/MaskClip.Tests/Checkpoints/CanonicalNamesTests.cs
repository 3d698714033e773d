using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class CanonicalNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("visual.conv1.weight", "visual.conv1.weight")]
    [InlineData("module.visual.conv1.weight", "visual.conv1.weight")]
    [InlineData("_orig_mod.module.visual.proj", "visual.proj")]
    [InlineData("module.visual._orig_mod.proj", "visual.proj")]
    [InlineData("text.token_embedding.weight", "token_embedding.weight")]
    [InlineData("text.positional_embedding", "positional_embedding")]
    [InlineData("text.transformer.resblocks.0.ln_1.weight", "transformer.resblocks.0.ln_1.weight")]
    [InlineData("module.text.ln_final.bias", "ln_final.bias")]
    [InlineData("text.text_projection", "text_projection")]
    [InlineData("text.cls_emb", "text.cls_emb")]
    [InlineData("text.positional_embedding.extra", "text.positional_embedding.extra")]
    [InlineData("visual.attnpool.q_proj.weight", "visual.attnpool.q_proj.weight")]
    [InlineData("something.else", "something.else")]
    public void Apply_KnownName_BecomesOpenAIs(string name, string expected)
    {
        using var checkpoint = Open((name, [1], [5f]));
        Assert.Equal([expected], checkpoint.Tensors.Keys);
        Assert.Equal(expected, checkpoint.Require(expected).Name);
        Assert.Equal([5f], checkpoint.Require(expected).ToArray());
    }

    [Fact]
    public void Apply_IntegerBuffers_AreLeftOut()
    {
        var path = _folder.File("buffers.safetensors");
        SafetensorsWriter.Write(path, [new SafetensorsEntry("context_length", [], [77L]), new SafetensorsEntry("logit_scale", [], [4.6f])]);
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(["logit_scale"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Apply_LinearTextProjection_IsTransposed()
    {
        using var checkpoint = Open(("text.text_projection.weight", [2, 3], [1, 2, 3, 4, 5, 6]));
        Assert.Equal([3, 2], checkpoint.Require("text_projection").Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], checkpoint.Require("text_projection").ToArray());
    }

    [Fact]
    public void Apply_TwoNamesThatBecomeOne_AreRefused()
    {
        var path = Write(("module.logit_scale", [1], [1f]), ("logit_scale", [1], [2f]));
        Assert.Equal("logit_scale", Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Tensor);
    }

    [Theory]
    [InlineData("vision_model.embeddings.class_embedding", "visual.class_embedding")]
    [InlineData("vision_model.embeddings.patch_embedding.weight", "visual.conv1.weight")]
    [InlineData("vision_model.embeddings.position_embedding.weight", "visual.positional_embedding")]
    [InlineData("vision_model.pre_layrnorm.bias", "visual.ln_pre.bias")]
    [InlineData("vision_model.post_layernorm.weight", "visual.ln_post.weight")]
    [InlineData("vision_model.encoder.layers.11.layer_norm1.weight", "visual.transformer.resblocks.11.ln_1.weight")]
    [InlineData("vision_model.encoder.layers.0.layer_norm2.bias", "visual.transformer.resblocks.0.ln_2.bias")]
    [InlineData("vision_model.encoder.layers.0.self_attn.out_proj.weight", "visual.transformer.resblocks.0.attn.out_proj.weight")]
    [InlineData("text_model.encoder.layers.3.mlp.fc1.weight", "transformer.resblocks.3.mlp.c_fc.weight")]
    [InlineData("text_model.encoder.layers.3.mlp.fc2.bias", "transformer.resblocks.3.mlp.c_proj.bias")]
    [InlineData("text_model.embeddings.token_embedding.weight", "token_embedding.weight")]
    [InlineData("text_model.embeddings.position_embedding.weight", "positional_embedding")]
    [InlineData("text_model.final_layer_norm.weight", "ln_final.weight")]
    [InlineData("text_model.new_part.weight", "text_model.new_part.weight")]
    [InlineData("vision_model.encoder.layers.0.self_attn.rope.weight", "vision_model.encoder.layers.0.self_attn.rope.weight")]
    public void Apply_HuggingFaceName_BecomesOpenAIs(string name, string expected)
    {
        using var checkpoint = Open((name, [1], [5f]));
        Assert.Equal([expected], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Apply_HuggingFaceAttention_IsJoinedInTheOrderQueryKeyValue()
    {
        const string Stem = "text_model.encoder.layers.0.self_attn.";
        using var checkpoint = Open(
            (Stem + "v_proj.weight", [2, 2], [9, 10, 11, 12]),
            (Stem + "k_proj.weight", [2, 2], [5, 6, 7, 8]),
            (Stem + "q_proj.weight", [2, 2], [1, 2, 3, 4]),
            (Stem + "k_proj.bias", [1], [2]),
            (Stem + "q_proj.bias", [1], [1]),
            (Stem + "v_proj.bias", [1], [3]),
            ("text_model.embeddings.position_ids", [1], [0]));
        Assert.Equal(2, checkpoint.Tensors.Count);
        var weight = checkpoint.Require("transformer.resblocks.0.attn.in_proj_weight");
        Assert.Equal([6, 2], weight.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], weight.ToArray());
        Assert.Equal([1, 2, 3], checkpoint.Require("transformer.resblocks.0.attn.in_proj_bias").ToArray());
    }

    [Fact]
    public void Apply_HuggingFaceAttentionWithoutKeys_NamesWhatIsMissing()
    {
        const string Stem = "vision_model.encoder.layers.0.self_attn.";
        var path = Write((Stem + "q_proj.weight", [1, 1], [1]), (Stem + "v_proj.weight", [1, 1], [1]));
        Assert.Equal(Stem + "k_proj.weight", Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Tensor);
    }

    [Fact]
    public void Apply_HuggingFaceAttentionOfTwoShapes_IsRefused()
    {
        const string Stem = "vision_model.encoder.layers.0.self_attn.";
        var path = Write((Stem + "q_proj.bias", [1], [1]), (Stem + "k_proj.bias", [2], [1, 2]), (Stem + "v_proj.bias", [1], [1]));
        Assert.Equal(Stem + "k_proj.bias", Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Tensor);
    }

    [Fact]
    public void Apply_HuggingFaceProjections_AreTransposed()
    {
        using var checkpoint = Open(
            ("vision_model.embeddings.class_embedding", [1], [0]),
            ("visual_projection.weight", [2, 3], [1, 2, 3, 4, 5, 6]),
            ("text_projection.weight", [1, 2], [7, 8]));
        Assert.Equal([3, 2], checkpoint.Require("visual.proj").Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], checkpoint.Require("visual.proj").ToArray());
        Assert.Equal([2, 1], checkpoint.Require("text_projection").Shape);
    }

    [Fact]
    public void Require_MissingTensor_SaysWhatToGive()
    {
        using var checkpoint = Open(("logit_scale", [1], [1f]));
        var exception = Assert.Throws<CheckpointException>(() => checkpoint.Require("visual.proj"));
        Assert.Equal("visual.proj", exception.Tensor);
        Assert.Contains("logit_scale", exception.Message, StringComparison.Ordinal);
    }

    private Checkpoint Open(params (string Name, int[] Shape, float[] Values)[] tensors) => Checkpoint.Open(Write(tensors));

    private string Write(params (string Name, int[] Shape, float[] Values)[] tensors)
    {
        var path = _folder.File("names.safetensors");
        SafetensorsWriter.Write(path, tensors);
        return path;
    }
}
