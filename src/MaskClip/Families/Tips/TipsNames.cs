using MaskClip.Checkpoints;

namespace MaskClip.Families.Tips;

/// <summary>What the tensors of the three layouts are called here; LayerScale is taken into the layers before it.</summary>
internal static class TipsNames
{
    /// <summary>What is put before the names of an archive's tensors, so that both towers' can be told apart.</summary>
    public const string ImagePrefix = "vision_encoder.", TextPrefix = "text_encoder.";

    private const string Block = "visual.transformer.resblocks.#", TextBlock = "transformer.resblocks.#";

    // Stored with a first dimension for the batch.
    private static readonly string[] Leading = ["visual.class_embedding", "visual.register_tokens", "visual.positional_embedding"];

    private static readonly TensorNames Flat = new("TIPS", [.. FlatImage(), .. FlatText()]);

    private static readonly TensorNames Nested = new("TIPSv2 in transformers' layout", [.. NestedImage(), .. NestedText()]);

    /// <summary>Tensors that every tower has once, by which the modules around a model are told.</summary>
    public static IReadOnlyList<string> Anchors { get; } =
    [
        $"{ImagePrefix}cls_token", $"{TextPrefix}token_embedding.weight",
        "vision_model.embeddings.cls_token", "text_model.embeddings.token_embedding.weight",
    ];

    /// <summary>Whether a tensor's name shows a TIPS model, in a safetensors file without a configuration.</summary>
    public static bool IsOwn(string name) =>
        name is $"{ImagePrefix}register_tokens" or $"{TextPrefix}token_embedding.weight" || IsNested(name);

    /// <summary>Whether a tensor's name shows transformers' layout.</summary>
    public static bool IsNested(string name) => name == "vision_model.embeddings.register_tokens";

    /// <summary>The tensors under this library's names.</summary>
    /// <exception cref="CheckpointException">A tensor is not known or missing, or two do not fit each other.</exception>
    public static Dictionary<string, CheckpointTensor> Apply(TensorFiles files, TipsLayout layout)
    {
        var tensors = (layout == TipsLayout.Nested ? Nested : Flat).Apply(files.Path, files.Tensors);
        AttentionParts.Join(files.Path, tensors);
        foreach (var name in Leading)
        {
            if (tensors.TryGetValue(name, out var tensor) && tensor.Shape is [1, var rows, var width])
                tensors[name] = tensor.Reshape(name, name == Leading[0] ? [rows * width] : [rows, width]);
        }

        foreach (var name in tensors.Keys.Where(name => name.EndsWith(".gamma", StringComparison.Ordinal)).ToArray())
        {
            // ….ls_1.gamma scales what the attention adds, ….ls_2.gamma what the perceptron adds.
            var (block, scaled) = (
                name[..^".ls_1.gamma".Length], name.EndsWith("1.gamma", StringComparison.Ordinal) ? "attn.out_proj" : "mlp.c_proj");
            tensors.Remove(name, out var gamma);
            foreach (var part in new[] { $"{block}.{scaled}.weight", $"{block}.{scaled}.bias" })
            {
                tensors[part] = tensors.TryGetValue(part, out var layer)
                    ? layer.ScaleRows(gamma!)
                    : throw new CheckpointException(files.Path, "it is missing; the model is incomplete.", part);
            }
        }

        foreach (var name in tensors.Keys.Where(name =>
            name.EndsWith("mlp.w12.weight", StringComparison.Ordinal) || name.EndsWith("mlp.w12.bias", StringComparison.Ordinal))
            .ToArray())
        {
            // Both halves of SwiGLU's first layer: the gate, and what it is multiplied with.
            tensors.Remove(name, out var both);
            int half = both!.Shape[0] / 2;
            tensors.Add(
                name.Replace(".w12.", ".c_gate.", StringComparison.Ordinal),
                both.SliceRows(name.Replace(".w12.", ".c_gate.", StringComparison.Ordinal), 0, half));
            tensors.Add(
                name.Replace(".w12.", ".c_fc.", StringComparison.Ordinal),
                both.SliceRows(name.Replace(".w12.", ".c_fc.", StringComparison.Ordinal), half, half));
        }

        return tensors;
    }

    private static IEnumerable<(string Published, string Ours)> FlatImage() =>
    [
        ($"{ImagePrefix}cls_token", "visual.class_embedding"),
        ($"{ImagePrefix}register_tokens", "visual.register_tokens"),
        ($"{ImagePrefix}pos_embed", "visual.positional_embedding"),
        ($"{ImagePrefix}mask_token", ""), // stands for masked patches in training
        .. TensorNames.Layer($"{ImagePrefix}patch_embed.proj", "visual.conv1"),
        .. TensorNames.Layer($"{ImagePrefix}norm", "visual.ln_post"),
        .. TensorNames.Layer($"{ImagePrefix}blocks.#.norm1", $"{Block}.ln_1"),
        .. TensorNames.Layer($"{ImagePrefix}blocks.#.norm2", $"{Block}.ln_2"),
        ($"{ImagePrefix}blocks.#.attn.qkv.weight", $"{Block}.attn.in_proj_weight"),
        ($"{ImagePrefix}blocks.#.attn.qkv.bias", $"{Block}.attn.in_proj_bias"),
        .. TensorNames.Layer($"{ImagePrefix}blocks.#.attn.proj", $"{Block}.attn.out_proj"),
        ($"{ImagePrefix}blocks.#.ls1.gamma", $"{Block}.ls_1.gamma"),
        ($"{ImagePrefix}blocks.#.ls2.gamma", $"{Block}.ls_2.gamma"),
        .. TensorNames.Layer($"{ImagePrefix}blocks.#.mlp.fc1", $"{Block}.mlp.c_fc"),
        .. TensorNames.Layer($"{ImagePrefix}blocks.#.mlp.fc2", $"{Block}.mlp.c_proj"),
        .. TensorNames.Layer($"{ImagePrefix}blocks.#.mlp.w12", $"{Block}.mlp.w12"),
        .. TensorNames.Layer($"{ImagePrefix}blocks.#.mlp.w3", $"{Block}.mlp.c_proj"),
    ];

    private static IEnumerable<(string Published, string Ours)> FlatText() =>
    [
        ($"{TextPrefix}token_embedding.weight", "token_embedding.weight"),
        .. TensorNames.Layer($"{TextPrefix}ln_final", "ln_final"),
        .. TensorNames.Layer($"{TextPrefix}transformer.resblocks.#.ln_1", $"{TextBlock}.ln_1"),
        .. TensorNames.Layer($"{TextPrefix}transformer.resblocks.#.ln_2", $"{TextBlock}.ln_2"),
        ($"{TextPrefix}transformer.resblocks.#.attn.in_proj_weight", $"{TextBlock}.attn.in_proj_weight"),
        ($"{TextPrefix}transformer.resblocks.#.attn.in_proj_bias", $"{TextBlock}.attn.in_proj_bias"),
        .. TensorNames.Layer($"{TextPrefix}transformer.resblocks.#.attn.out_proj", $"{TextBlock}.attn.out_proj"),
        .. TensorNames.Layer($"{TextPrefix}transformer.resblocks.#.mlp.c_fc", $"{TextBlock}.mlp.c_fc"),
        .. TensorNames.Layer($"{TextPrefix}transformer.resblocks.#.mlp.c_proj", $"{TextBlock}.mlp.c_proj"),
        ($"{TextPrefix}temperature", "temperature"),
        ("temperature", "temperature"),
        ($"{TextPrefix}temperature_contrastive", ""), // TIPS v1's, of another loss
    ];

    private static IEnumerable<(string Published, string Ours)> NestedImage()
    {
        const string layer = "vision_model.encoder.layer.#";
        return
        [
            ("vision_model.embeddings.cls_token", "visual.class_embedding"),
            ("vision_model.embeddings.register_tokens", "visual.register_tokens"),
            ("vision_model.embeddings.position_embeddings", "visual.positional_embedding"),
            ("vision_model.embeddings.mask_token", ""), // stands for masked patches in training
            .. TensorNames.Layer("vision_model.embeddings.patch_embeddings.projection", "visual.conv1"),
            .. TensorNames.Layer("vision_model.layernorm", "visual.ln_post"),
            .. TensorNames.Layer($"{layer}.norm1", $"{Block}.ln_1"),
            .. TensorNames.Layer($"{layer}.norm2", $"{Block}.ln_2"),
            .. TensorNames.Layer($"{layer}.attention.attention.query", $"{Block}.attn.q_proj"),
            .. TensorNames.Layer($"{layer}.attention.attention.key", $"{Block}.attn.k_proj"),
            .. TensorNames.Layer($"{layer}.attention.attention.value", $"{Block}.attn.v_proj"),
            .. TensorNames.Layer($"{layer}.attention.output.dense", $"{Block}.attn.out_proj"),
            ($"{layer}.layer_scale1.lambda1", $"{Block}.ls_1.gamma"),
            ($"{layer}.layer_scale2.lambda1", $"{Block}.ls_2.gamma"),
            .. TensorNames.Layer($"{layer}.mlp.fc1", $"{Block}.mlp.c_fc"),
            .. TensorNames.Layer($"{layer}.mlp.fc2", $"{Block}.mlp.c_proj"),
            .. TensorNames.Layer($"{layer}.mlp.weights_in", $"{Block}.mlp.w12"),
            .. TensorNames.Layer($"{layer}.mlp.weights_out", $"{Block}.mlp.c_proj"),
        ];
    }

    private static IEnumerable<(string Published, string Ours)> NestedText()
    {
        const string layer = "text_model.encoder.layers.#";
        return
        [
            ("text_model.embeddings.token_embedding.weight", "token_embedding.weight"),
            ("text_model.embeddings.position_embedding.weights", ""), // the sinusoids, which are computed
            ("text_model.embeddings.position_ids", ""),               // 0, 1, 2, ...
            .. TensorNames.Layer("text_model.final_layer_norm", "ln_final"),
            .. TensorNames.Layer($"{layer}.layer_norm1", $"{TextBlock}.ln_1"),
            .. TensorNames.Layer($"{layer}.layer_norm2", $"{TextBlock}.ln_2"),
            .. TensorNames.Layer($"{layer}.self_attn.q_proj", $"{TextBlock}.attn.q_proj"),
            .. TensorNames.Layer($"{layer}.self_attn.k_proj", $"{TextBlock}.attn.k_proj"),
            .. TensorNames.Layer($"{layer}.self_attn.v_proj", $"{TextBlock}.attn.v_proj"),
            .. TensorNames.Layer($"{layer}.self_attn.out_proj", $"{TextBlock}.attn.out_proj"),
            .. TensorNames.Layer($"{layer}.mlp.fc1", $"{TextBlock}.mlp.c_fc"),
            .. TensorNames.Layer($"{layer}.mlp.fc2", $"{TextBlock}.mlp.c_proj"),
            ("temperature", "temperature"),
        ];
    }
}
