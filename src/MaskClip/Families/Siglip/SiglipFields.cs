using MaskClip.Checkpoints;

namespace MaskClip.Families.Siglip;

/// <summary>What each field of a SigLIP model's configuration may say of one that is computed here.</summary>
/// <remarks>transformers, models/siglip/configuration_siglip.py; open_clip, model.py and timm_model.py.</remarks>
internal static class SiglipFields
{
    /// <summary>What is computed, for the message of one that is not.</summary>
    public const string Supported =
        "Supported are SigLIP and SigLIP 2 of a fixed resolution with their pooling head, as Google publishes them: give such a model.";

    // Read, or compared with the tensors, or for training only; no token but the last is looked for.
    private static readonly string[] OfTowers =
    [
        "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_channels", "image_size", "patch_size",
        "hidden_act", "layer_norm_eps", "attention_dropout", "vision_use_head", "vocab_size", "max_position_embeddings", "projection_size",
        "pad_token_id", "bos_token_id", "eos_token_id", "initializer_range", "initializer_factor",
    ];

    private static readonly FieldRule Architectures = new(
        "architectures", "[\"SiglipModel\"]", "[\"SiglipVisionModel\"]", "[\"SiglipTextModel\"]");

    private static readonly FieldRule Types = new("model_type", "\"siglip\"", "\"siglip_vision_model\"", "\"siglip_text_model\"");

    /// <summary>The root of a <c>config.json</c> of both towers.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Root { get; } = FieldRule.Table(
    [
        .. FieldRule.Any("text_config", "vision_config", "initializer_factor", "initializer_range"),
        .. HuggingFaceFields.Common,
        Architectures,
        Types,
    ]);

    /// <summary>A tower's section.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Tower { get; } = FieldRule.Table(
        [.. FieldRule.Any(OfTowers), .. HuggingFaceFields.Common, .. FieldRule.Any("architectures"), Types]);

    /// <summary>The root of a tower by itself.</summary>
    public static IReadOnlyDictionary<string, FieldRule> SingleTower { get; } = FieldRule.Table(
        [.. FieldRule.Any(OfTowers), .. HuggingFaceFields.Common, Architectures, Types]);

    /// <summary>open_clip's <c>model_cfg</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> OpenClip { get; } = FieldRule.Table(
    [
        .. FieldRule.Any("embed_dim", "init_logit_scale", "init_logit_bias", "custom_text", "vision_cfg", "text_cfg", "output_dict"),
        .. FieldRule.Off("quick_gelu"),
    ]);

    /// <summary>open_clip's <c>model_cfg.vision_cfg</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> OpenClipVision { get; } = FieldRule.Table(
    [
        .. FieldRule.Any("image_size", "timm_model_name", "timm_model_kwargs"),
        // Where training began, what it left out, and the bias of a projection that is not there.
        .. FieldRule.Any("timm_model_pretrained", "timm_proj_bias", "timm_drop", "timm_drop_path", "patch_dropout"),
        new("timm_pool", "\"map\""),
        new("timm_proj", "\"none\""),
    ]);

    /// <summary>open_clip's <c>model_cfg.vision_cfg.timm_model_kwargs</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> OpenClipTrunk { get; } = FieldRule.Table(
        FieldRule.Any("embed_dim", "depth", "num_heads", "patch_size", "img_size", "mlp_ratio"));

    /// <summary>open_clip's <c>model_cfg.text_cfg</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> OpenClipText { get; } = FieldRule.Table(
    [
        .. FieldRule.Any("context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "norm_kwargs", "act_kwargs"),
        .. FieldRule.Any("hf_tokenizer_name", "tokenizer_kwargs"),
        .. FieldRule.Any("eos_id", "pad_id"), // the last token is read; the tokenizer's file says what texts are filled up with
        new("no_causal_mask", "true"),
        new("proj_bias", "true"),
        new("proj_type", "\"linear\""),
        new("pool_type", "\"last\""),
    ]);

    /// <summary>open_clip's <c>norm_kwargs</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Normalization { get; } = FieldRule.Table(FieldRule.Any("eps"));

    /// <summary>open_clip's <c>act_kwargs</c>.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Activation { get; } = FieldRule.Table([new("approximate", "\"tanh\"")]);
}
