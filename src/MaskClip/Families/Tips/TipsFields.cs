using MaskClip.Checkpoints;

namespace MaskClip.Families.Tips;

/// <summary>What the fields of a TIPS model's <c>config.json</c> may be; their values are compared with the tensors elsewhere.</summary>
/// <remarks>
/// google/tipsv2-*, configuration_tips.py; transformers, models/tipsv2/configuration_tipsv2.py, whose image tower is DINOv2 with registers.
/// </remarks>
internal static class TipsFields
{
    private static readonly FieldRule[] OfBoth =
    [
        .. HuggingFaceFields.Common,
        new("model_type", "\"tipsv2\"", "\"tipsv2_vision_model\"", "\"tipsv2_text_model\""),
        new("architectures", "[\"TIPSv2Model\"]", "[\"Tipsv2Model\"]", "[\"Tipsv2VisionModel\"]", "[\"Tipsv2TextModel\"]"),
        // Which of the authors' Python files would be run: none is.
        .. FieldRule.Any("auto_map"),
    ];

    // init_values is where LayerScale began; vision_fn does not say the sizes (that of golden/tipsv2/hf does not).
    private static readonly IReadOnlyDictionary<string, FieldRule> Flat = FieldRule.Table(
    [
        .. OfBoth,
        .. FieldRule.Any(
            "patch_size", "img_size", "init_values", "num_register_tokens", "vocab_size", "max_len", "vision_fn", "embed_dim",
            "text_hidden_size", "text_mlp_dim", "text_num_heads", "text_num_layers", "ffn_layer"), // temperature is among the common ones
    ]);

    private static readonly IReadOnlyDictionary<string, FieldRule> Root = FieldRule.Table(
    [
        .. OfBoth,
        .. FieldRule.Any("temperature_init_value", "vision_config", "text_config", "initializer_range", "initializer_factor"),
    ]);

    private static readonly string[] OfImages =
    [
        "hidden_size", "num_hidden_layers", "num_attention_heads", "mlp_ratio", "hidden_act", "layer_norm_eps", "image_size", "patch_size",
        "num_channels", "qkv_bias", "use_swiglu_ffn", "num_register_tokens",
        // where LayerScale began, and what is left out while it trains
        "layerscale_value", "hidden_dropout_prob", "attention_probs_dropout_prob", "drop_path_rate", "initializer_range",
        // what a backbone of other networks returns
        "out_features", "out_indices", "stage_names", "apply_layernorm", "reshape_hidden_states",
    ];

    private static readonly string[] OfTexts =
    [
        "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "max_position_embeddings",
        "hidden_act", "layer_norm_eps", "pad_token_id", "bos_token_id", "eos_token_id", "scale_sqrt_depth", "pooling_epsilon",
        "attention_dropout", "initializer_range", "initializer_factor",
    ];

    /// <summary>Looks at every field of a model's configuration, if it has one.</summary>
    /// <exception cref="CheckpointException">There is one that is not known; it is named.</exception>
    public static void Check(TipsFiles files)
    {
        if (files.Config is not { } config) return;
        var check = new FieldCheck(
            config, "Supported are TIPS and TIPSv2 as their authors and transformers write them: give such a model.");
        string[] images = ["vision_config"], texts = ["text_config"];
        if (files.Layout != TipsLayout.Nested)
        {
            check.Section(Flat);
        }
        else if (config.Find(images) is null && config.Find(texts) is null)
        {
            check.Section(FieldRule.Table([.. OfBoth, .. FieldRule.Any([.. OfImages.Union(OfTexts)])]));
        }
        else
        {
            check.Section(Root);
            check.Section(FieldRule.Table([.. OfBoth, .. FieldRule.Any(OfImages)]), images);
            check.Section(FieldRule.Table([.. OfBoth, .. FieldRule.Any(OfTexts)]), texts);
        }

        check.ThrowIfAny();
    }
}
