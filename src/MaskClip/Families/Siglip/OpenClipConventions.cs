using System.Text.Json;
using MaskClip.Checkpoints;
using MaskClip.Text;

namespace MaskClip.Families.Siglip;

/// <summary>
/// What open_clip computes, with timm's image tower: its activation goes by the trunk's name, positions are resized with antialiasing.
/// </summary>
/// <param name="config"><c>open_clip_config.json</c>; without it neither heads nor activations are known.</param>
internal sealed class OpenClipConventions(ConfigFile? config) : ISiglipConventions
{
    private const int DefaultTextHeads = 8;          // open_clip, CLIPTextCfg
    private const float DefaultTextEpsilon = 1e-5f;  // PyTorch's LayerNorm
    private const float ImageEpsilon = 1e-6f;        // timm's vision transformers

    private static readonly string[] Vision = ["model_cfg", "vision_cfg"], Words = ["model_cfg", "text_cfg"], Kwargs =
    [
        .. Vision, "timm_model_kwargs"
    ];

    private ConfigFile Config => config ?? throw new CheckpointException(
        OpenClipConfig.FileName,
        "it is missing beside the weights: neither the heads nor the activation of a SigLIP in open_clip's layout are known without it. " +
        "Download it too.");

    /// <inheritdoc/>
    public SiglipImageConfig Image(SiglipSizes sizes)
    {
        Check();
        Config.Expect(sizes.Width, "model_cfg", "embed_dim");
        Config.Expect(sizes.Width, [.. Kwargs, "embed_dim"]);
        Config.Expect(sizes.Layers, [.. Kwargs, "depth"]);
        Config.Expect(sizes.Patch, [.. Kwargs, "patch_size"]);
        var trunk = Config.Text([.. Vision, "timm_model_name"])
            ?? throw new CheckpointException(Config.Path, "it does not say 'model_cfg.vision_cfg.timm_model_name'. Download it again.");
        int heads = Config.Count([.. Kwargs, "num_heads"]) ?? HeadsOf(trunk);
        return new(
            sizes.Transformer(heads, Config.Count([.. Vision, "image_size"]), Config.Count([.. Kwargs, "img_size"])),
            ActivationOf(trunk),
            ImageEpsilon)
        {
            Positions = ResampleFilter.Bicubic,
            Resize = Resampling(),
            Mean = Config.Channels("preprocess_cfg", "mean") ?? [0.5f, 0.5f, 0.5f],
            Std = Config.Deviations("preprocess_cfg", "std") ?? [0.5f, 0.5f, 0.5f],
        };
    }

    /// <inheritdoc/>
    public SiglipTextConfig Text(SiglipSizes sizes)
    {
        Check();
        // What open_clip takes where they are missing is a causal mask, no bias, and the token with the largest number.
        foreach (var field in new[] { "no_causal_mask", "pool_type", "proj_bias" })
        {
            if (Config.Find([.. Words, field]) is null)
            {
                throw new CheckpointException(
                    Config.Path,
                    $"it does not say 'model_cfg.text_cfg.{field}', so it means another text tower than SigLIP's. {SiglipFields.Supported}");
            }
        }
        Config.Expect(sizes.Tokens, [.. Words, "vocab_size"]);
        Config.Expect(sizes.ContextLength, [.. Words, "context_length"]);
        Config.Expect(sizes.TextWidth, [.. Words, "width"]);
        Config.Expect(sizes.TextLayers, [.. Words, "layers"]);
        string[] cleaning = [.. Words, "tokenizer_kwargs", "clean"];
        return sizes.Text(Config.Count([.. Words, "heads"]) ?? DefaultTextHeads) with
        {
            Activation = Config.Find([.. Words, "act_kwargs", "approximate"]) is null ? Activation.Gelu : Activation.TanhGelu,
            Epsilon = Config.Number([.. Words, "norm_kwargs", "eps"]) ?? DefaultTextEpsilon,
            Clean = OpenClipCleaning.Find(Config.Text(cleaning) ?? OpenClipCleaning.Names[0])
                ?? throw Config.Wrong(cleaning, Config.Find(cleaning)!.Value, string.Join(", ", OpenClipCleaning.Names)),
        };
    }

    private void Check()
    {
        var check = new FieldCheck(Config, SiglipFields.Supported);
        check.Section(SiglipFields.OpenClip, "model_cfg");
        check.Section(SiglipFields.OpenClipVision, Vision);
        check.Section(SiglipFields.OpenClipTrunk, Kwargs);
        check.Section(SiglipFields.OpenClipText, Words);
        check.Section(OpenClipFields.TokenizerOfOthers, [.. Words, "tokenizer_kwargs"]);
        check.Section(SiglipFields.Normalization, [.. Words, "norm_kwargs"]);
        check.Section(SiglipFields.Activation, [.. Words, "act_kwargs"]);
        check.Section(OpenClipFields.Preprocess, "preprocess_cfg");
        string[] tokenizer = [.. Words, "hf_tokenizer_name"];
        if (Config.Text(tokenizer) is { } name && !name.Contains("siglip", StringComparison.OrdinalIgnoreCase))
            check.Refuse(tokenizer, Config.Find(tokenizer)!.Value, "supported: SigLIP's own, as timm/ViT-B-16-SigLIP");
        check.ThrowIfAny();
    }

    private int HeadsOf(string trunk) => trunk switch
    {
        _ when trunk.StartsWith("vit_base_", StringComparison.Ordinal) => 12,
        _ when trunk.StartsWith("vit_large_", StringComparison.Ordinal) || trunk.StartsWith("vit_so400m_", StringComparison.Ordinal)
            || trunk.StartsWith("vit_giantopt_", StringComparison.Ordinal) =>
            16,
        _ => throw Unknown(),
    };

    /// <summary>
    /// timm, vision_transformer.py: <c>act_layer='gelu_tanh'</c> where a trunk's definition says so; the pooling head takes the same.
    /// </summary>
    private Activation ActivationOf(string trunk)
    {
        string[] exact =
        [
            "vit_base_patch16_siglip_", "vit_large_patch16_siglip_256", "vit_large_patch16_siglip_384", "vit_so400m_patch14_siglip_"
        ];
        string[] tanh =
        [
            "vit_base_patch32_siglip_", "vit_large_patch16_siglip_512", "vit_so400m_patch16_siglip_", "vit_giantopt_patch16_siglip_"
        ];
        return exact.Any(name => trunk.StartsWith(name, StringComparison.Ordinal))
            && !trunk.Contains("_gap_", StringComparison.Ordinal) ? Activation.Gelu
            : tanh.Any(name => trunk.StartsWith(name, StringComparison.Ordinal)) ? Activation.TanhGelu
            : throw Unknown();
    }

    private CheckpointException Unknown() => Config.Wrong(
        [.. Vision, "timm_model_name"],
        Config.Find([.. Vision, "timm_model_name"])!.Value,
        "vit_(base|large|so400m|giantopt)_patch(14|16|32)_siglip_...");

    private ResampleFilter Resampling() => Config.Find("preprocess_cfg", "interpolation") switch
    {
        null => ResampleFilter.Bicubic,
        { ValueKind: JsonValueKind.String } value when value.ValueEquals("bicubic") => ResampleFilter.Bicubic,
        { ValueKind: JsonValueKind.String } value when value.ValueEquals("bilinear") => ResampleFilter.Bilinear,
        var value => throw Config.Wrong(["preprocess_cfg", "interpolation"], value.Value, "bicubic or bilinear"),
    };
}
