namespace MaskClip.Checkpoints;

/// <summary>What each field of an <c>open_clip_config.json</c> may say of a model that is computed here.</summary>
/// <remarks>
/// open_clip, model.py and transformer.py. Sizes are compared with the tensors; the rest is read, or has no effect on a trained model.
/// </remarks>
internal static class OpenClipFields
{
    // Both towers may have these in their blocks, and none of them is computed here.
    private static readonly FieldRule[] Blocks =
    [
        .. FieldRule.Null("ls_init_value"), // LayerScale
        .. FieldRule.Off("qk_norm", "scaled_cosine_attn", "scale_heads", "scale_attn_inner", "scale_attn", "scale_fc"),
        new("block_type", "\"default\""),
    ];

    /// <summary><c>model_cfg</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Model { get; } = FieldRule.Table(
    [
        .. FieldRule.Any("embed_dim", "vision_cfg", "text_cfg", "quick_gelu"),
        // Where training begins, how names are nested, what is returned, what numbers are cast to on loading.
        .. FieldRule.Any("init_logit_scale", "init_logit_bias", "nonscalar_logit_scale", "custom_text", "output_dict", "cast_dtype"),
    ]);

    /// <summary><c>model_cfg.vision_cfg</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Vision { get; } = FieldRule.Table(
    [
        .. FieldRule.Any("image_size", "layers", "width", "head_width", "heads", "patch_size", "mlp_ratio", "act_kwargs", "norm_kwargs"),
        // While it trains only; whether patch tokens are returned too; how the position table was made, which is saved.
        .. FieldRule.Any("patch_dropout", "output_tokens", "attn_pooler_queries", "attn_pooler_heads"),
        new("pos_embed_type", "\"learnable\"", "\"sin_cos_2d\""),
        .. FieldRule.Off("no_ln_pre", "attentional_pool", "final_ln_after_pool"),
        .. FieldRule.Null("timm_model_name"),
        new("pool_type", "\"tok\""),
        new("in_chans", "3"),
        .. Blocks,
        // of the one that is named
        .. FieldRule.Any(
            "timm_model_pretrained", "timm_pool", "timm_proj", "timm_proj_bias", "timm_drop", "timm_drop_path", "timm_model_kwargs"),
    ]);

    /// <summary><c>model_cfg.text_cfg</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Text { get; } = FieldRule.Table(
    [
        .. FieldRule.Any(
            "context_length",
            "vocab_size",
            "width",
            "heads",
            "layers",
            "mlp_ratio",
            "act_kwargs",
            "norm_kwargs",
            "no_causal_mask",
            "eos_id"),
        .. FieldRule.Any("output_tokens", "proj_bias"), // its tensor says the same
        .. FieldRule.Any("hf_model_pretrained", "hf_proj_type", "hf_pooler_type"), // of the one that is named
        .. FieldRule.Off("embed_cls", "final_ln_after_pool"),
        .. FieldRule.Null(
            "hf_model_name", "hf_model_config", "hf_tokenizer_name", "tokenizer_mode", "tokenizer_type", "tiktoken_name", "text_arch"),
        new("pool_type", "\"argmax\"", "\"eos\"", "\"first\"", "\"last\""),
        new("pad_id", "0"),
        new("proj_type", "\"linear\""),
        new("tokenizer_kwargs", "{}"),
        .. Blocks,
    ]);

    /// <summary><c>model_cfg.text_cfg</c> of a model whose tokenizer is not CLIP's, and is known.</summary>
    public static IReadOnlyDictionary<string, FieldRule> TextOfOthers { get; } = FieldRule.Table(
        [
            .. Text.Values.ExceptBy(["hf_tokenizer_name", "tokenizer_kwargs", "pad_id"], rule => rule.Name),
            .. FieldRule.Any("hf_tokenizer_name", "tokenizer_kwargs", "pad_id"),
        ]);

    /// <summary><c>model_cfg.text_cfg.tokenizer_kwargs</c> of such a model: how texts are cleaned, which its family reads.</summary>
    public static IReadOnlyDictionary<string, FieldRule> TokenizerOfOthers { get; } = FieldRule.Table(FieldRule.Any("clean"));

    /// <summary>
    /// <c>preprocess_cfg</c>: photos are resized as a whole here, whatever the classifier's crop was; channels and their scale must be the
    /// same.
    /// </summary>
    public static IReadOnlyDictionary<string, FieldRule> Preprocess { get; } = FieldRule.Table(
    [
        .. FieldRule.Any("size", "mean", "std", "fill_color"),
        new("interpolation", "\"bicubic\"", "\"bilinear\"", "\"random\""),
        new("resize_mode", "\"shortest\"", "\"longest\"", "\"squash\""),
        new("mode", "\"RGB\""),
    ]);
}
