namespace MaskClip.Checkpoints;

/// <summary>What each field of a Hugging Face <c>config.json</c> may say of a CLIP that is computed here.</summary>
/// <remarks>transformers, models/clip/configuration_clip.py, and the fields that configuration_utils.py writes for every model.</remarks>
internal static class HuggingFaceFields
{
    // Read, or compared with the tensors, or for training only.
    private static readonly string[] OfTowers =
    [
        "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "hidden_act", "layer_norm_eps", "image_size",
        "patch_size",
        "max_position_embeddings", "vocab_size", "eos_token_id", "bos_token_id", "pad_token_id", "projection_dim", "attention_dropout",
        "dropout",
        "initializer_range", "initializer_factor",
    ];

    // PretrainedConfig's: how models generate, train and return; CLIP's forward pass reads none of them.
    private static readonly string[] OfEveryModel =
    [
        "model_type", "torch_dtype", "dtype", "transformers_version", "add_cross_attention", "bad_words_ids", "begin_suppress_tokens",
        "chunk_size_feed_forward", "cross_attention_hidden_size", "decoder_start_token_id", "diversity_penalty", "do_sample",
        "early_stopping",
        "encoder_no_repeat_ngram_size", "exponential_decay_length_penalty", "finetuning_task", "forced_bos_token_id",
        "forced_eos_token_id", "id2label",
        "is_decoder", "is_encoder_decoder", "label2id", "length_penalty", "max_length", "min_length", "no_repeat_ngram_size",
        "num_beam_groups", "num_beams",
        "num_return_sequences", "output_attentions", "output_hidden_states", "output_scores", "prefix", "problem_type", "pruned_heads",
        "remove_invalid_values", "repetition_penalty", "return_dict", "return_dict_in_generate", "sep_token_id", "suppress_tokens",
        "task_specific_params",
        "temperature", "tf_legacy_loss", "tie_encoder_decoder", "tie_word_embeddings", "tokenizer_class", "top_k", "top_p", "torchscript",
        "typical_p",
        "use_bfloat16", "use_cache", "attn_implementation", "num_labels",
    ];

    // Names of one person's machine, and what transformers keeps for itself.
    private static readonly string[] Private = ["_name_or_path", "_commit_hash", "_attn_implementation_autoset", "_attn_implementation"];

    private static readonly FieldRule Architectures = new(
        "architectures", [
            .. new[]
            {
                "CLIPModel",
                "CLIPVisionModel",
                "CLIPVisionModelWithProjection",
                "CLIPTextModel",
                "CLIPTextModelWithProjection",
                "MetaClip2Model",
                "MetaClip2VisionModel",
                "MetaClip2VisionModelWithProjection",
                "MetaClip2TextModel",
                "MetaClip2TextModelWithProjection",
            }.Select(name => $"[\"{name}\"]"),
        ]);

    /// <summary>What every configuration of transformers may say, and no forward pass reads.</summary>
    public static IEnumerable<FieldRule> Common { get; } = [.. FieldRule.Any([.. OfEveryModel.Except(["model_type"]), .. Private])];

    /// <summary>A tower's section.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Tower { get; } = FieldRule.Table(
        [.. FieldRule.Any([.. OfTowers, .. OfEveryModel, .. Private, "architectures"]), new("num_channels", "3")]);

    /// <summary>The root: of a model with two towers, or a tower's own.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Root(bool isTower) => FieldRule.Table(
    [
        .. FieldRule.Any(
            [
                "text_config",
                "vision_config",
                "text_config_dict",
                "vision_config_dict",
                "logit_scale_init_value",
                "initializer_factor",
                "projection_dim",
            ]),
        .. FieldRule.Any([.. OfEveryModel, .. Private]),
        .. isTower
            ? FieldRule.Any(OfTowers.Except(["initializer_factor", "projection_dim"]))
            : FieldRule.Any("initializer_range", "bos_token_id", "eos_token_id", "pad_token_id"),
        .. isTower ? [new FieldRule("num_channels", "3")] : Array.Empty<FieldRule>(),
        Architectures,
    ]);
}
