using MaskClip.Checkpoints;

namespace MaskClip.Families.Siglip;

/// <summary>What the tensors of both layouts are called here.</summary>
internal static class SiglipNames
{
    /// <summary>The pooling head's learned query, <c>[1, 1, width]</c>.</summary>
    public const string Probe = "visual.head.probe";

    /// <summary>The pooling head, a block without a normalization before its attention.</summary>
    public const string Head = "visual.head";

    private const string Block = "visual.transformer.resblocks.#", TextBlock = "transformer.resblocks.#";

    private static readonly TensorNames HuggingFace = new(
        "SigLIP in Hugging Face's layout", [.. HuggingFaceImage(), .. HuggingFaceText(), .. Scale()]);

    private static readonly TensorNames OpenClip = new("SigLIP in open_clip's layout", [.. OpenClipImage(), .. OpenClipText(), .. Scale()]);

    /// <summary>Tensors that every tower has once, by which the modules around a model are told.</summary>
    public static IReadOnlyList<string> Anchors { get; } =
    [
        "vision_model.embeddings.patch_embedding.weight", "text_model.embeddings.token_embedding.weight",
        "visual.trunk.patch_embed.proj.weight", "text.token_embedding.weight",
    ];

    /// <summary>Whether the tensors are in open_clip's layout.</summary>
    public static bool AreOpenClip(TensorFiles files) =>
        files.Tensors.Keys.Any(name =>
            name.StartsWith("visual.trunk.", StringComparison.Ordinal) || name.StartsWith("text.", StringComparison.Ordinal));

    /// <summary>The tensors under this library's names.</summary>
    /// <exception cref="CheckpointException">A tensor is not known or missing, or two do not fit each other.</exception>
    public static Dictionary<string, CheckpointTensor> Apply(TensorFiles files)
    {
        var tensors = (AreOpenClip(files) ? OpenClip : HuggingFace).Apply(files.Path, files.Tensors);
        if (tensors.TryGetValue("visual.positional_embedding", out var positions) && positions.Shape is [1, var rows, var width])
        {
            tensors[positions.Name] = positions.Reshape(positions.Name, rows, width);
        }

        // timm keeps the head's keys and values in one matrix, apart from its queries.
        foreach (var name in tensors.Keys.Where(name => name.StartsWith($"{Head}.attn.kv.", StringComparison.Ordinal)).ToArray())
        {
            tensors.Remove(name, out var both);
            var kind = name[(name.LastIndexOf('.') + 1)..];
            int half = both!.Shape[0] / 2;
            tensors.Add($"{Head}.attn.k_proj.{kind}", both.SliceRows($"{Head}.attn.k_proj.{kind}", 0, half));
            tensors.Add($"{Head}.attn.v_proj.{kind}", both.SliceRows($"{Head}.attn.v_proj.{kind}", half, half));
        }

        AttentionParts.Join(files.Path, tensors);
        return tensors;
    }

    private static IEnumerable<(string Published, string Ours)> HuggingFaceImage()
    {
        const string layer = "vision_model.encoder.layers.#", head = "vision_model.head";
        return
        [
            .. TensorNames.Layer("vision_model.embeddings.patch_embedding", "visual.conv1"),
            ("vision_model.embeddings.position_embedding.weight", "visual.positional_embedding"),
            ("vision_model.embeddings.position_ids", ""), // 0, 1, 2, ...
            .. TensorNames.Layer("vision_model.post_layernorm", "visual.ln_post"),
            .. TransformersLayer(layer, Block),
            ($"{head}.probe", Probe),
            ($"{head}.attention.in_proj_weight", $"{Head}.attn.in_proj_weight"),
            ($"{head}.attention.in_proj_bias", $"{Head}.attn.in_proj_bias"),
            .. TensorNames.Layer($"{head}.attention.out_proj", $"{Head}.attn.out_proj"),
            .. TensorNames.Layer($"{head}.layernorm", $"{Head}.ln_2"),
            .. TensorNames.Layer($"{head}.mlp.fc1", $"{Head}.mlp.c_fc"),
            .. TensorNames.Layer($"{head}.mlp.fc2", $"{Head}.mlp.c_proj"),
        ];
    }

    private static IEnumerable<(string Published, string Ours)> HuggingFaceText() =>
    [
        ("text_model.embeddings.token_embedding.weight", "token_embedding.weight"),
        ("text_model.embeddings.position_embedding.weight", "positional_embedding"),
        ("text_model.embeddings.position_ids", ""), // 0, 1, 2, ...
        .. TensorNames.Layer("text_model.final_layer_norm", "ln_final"),
        .. TensorNames.Layer("text_model.head", "text_projection"),
        .. TransformersLayer("text_model.encoder.layers.#", TextBlock),
    ];

    private static IEnumerable<(string Published, string Ours)> TransformersLayer(string layer, string block) =>
    [
        .. TensorNames.Layer($"{layer}.layer_norm1", $"{block}.ln_1"),
        .. TensorNames.Layer($"{layer}.layer_norm2", $"{block}.ln_2"),
        .. TensorNames.Layer($"{layer}.self_attn.q_proj", $"{block}.attn.q_proj"),
        .. TensorNames.Layer($"{layer}.self_attn.k_proj", $"{block}.attn.k_proj"),
        .. TensorNames.Layer($"{layer}.self_attn.v_proj", $"{block}.attn.v_proj"),
        .. TensorNames.Layer($"{layer}.self_attn.out_proj", $"{block}.attn.out_proj"),
        .. TensorNames.Layer($"{layer}.mlp.fc1", $"{block}.mlp.c_fc"),
        .. TensorNames.Layer($"{layer}.mlp.fc2", $"{block}.mlp.c_proj"),
    ];

    private static IEnumerable<(string Published, string Ours)> OpenClipImage()
    {
        const string trunk = "visual.trunk", layer = $"{trunk}.blocks.#", head = $"{trunk}.attn_pool";
        return
        [
            .. TensorNames.Layer($"{trunk}.patch_embed.proj", "visual.conv1"),
            ($"{trunk}.pos_embed", "visual.positional_embedding"),
            .. TensorNames.Layer($"{trunk}.norm", "visual.ln_post"),
            .. TensorNames.Layer($"{layer}.norm1", $"{Block}.ln_1"),
            .. TensorNames.Layer($"{layer}.norm2", $"{Block}.ln_2"),
            ($"{layer}.attn.qkv.weight", $"{Block}.attn.in_proj_weight"),
            ($"{layer}.attn.qkv.bias", $"{Block}.attn.in_proj_bias"),
            .. TensorNames.Layer($"{layer}.attn.proj", $"{Block}.attn.out_proj"),
            .. TensorNames.Layer($"{layer}.mlp.fc1", $"{Block}.mlp.c_fc"),
            .. TensorNames.Layer($"{layer}.mlp.fc2", $"{Block}.mlp.c_proj"),
            ($"{head}.latent", Probe),
            .. TensorNames.Layer($"{head}.q", $"{Head}.attn.q_proj"),
            .. TensorNames.Layer($"{head}.kv", $"{Head}.attn.kv"),
            .. TensorNames.Layer($"{head}.proj", $"{Head}.attn.out_proj"),
            .. TensorNames.Layer($"{head}.norm", $"{Head}.ln_2"),
            .. TensorNames.Layer($"{head}.mlp.fc1", $"{Head}.mlp.c_fc"),
            .. TensorNames.Layer($"{head}.mlp.fc2", $"{Head}.mlp.c_proj"),
        ];
    }

    private static IEnumerable<(string Published, string Ours)> OpenClipText()
    {
        const string layer = "text.transformer.resblocks.#";
        return
        [
            ("text.token_embedding.weight", "token_embedding.weight"),
            ("text.positional_embedding", "positional_embedding"),
            .. TensorNames.Layer("text.ln_final", "ln_final"),
            .. TensorNames.Layer("text.text_projection", "text_projection"),
            .. TensorNames.Layer($"{layer}.ln_1", $"{TextBlock}.ln_1"),
            .. TensorNames.Layer($"{layer}.ln_2", $"{TextBlock}.ln_2"),
            ($"{layer}.attn.in_proj_weight", $"{TextBlock}.attn.in_proj_weight"),
            ($"{layer}.attn.in_proj_bias", $"{TextBlock}.attn.in_proj_bias"),
            .. TensorNames.Layer($"{layer}.attn.out_proj", $"{TextBlock}.attn.out_proj"),
            .. TensorNames.Layer($"{layer}.mlp.c_fc", $"{TextBlock}.mlp.c_fc"),
            .. TensorNames.Layer($"{layer}.mlp.c_proj", $"{TextBlock}.mlp.c_proj"),
        ];
    }

    private static IEnumerable<(string Published, string Ours)> Scale() => [("logit_scale", "logit_scale"), ("logit_bias", "logit_bias")];
}
