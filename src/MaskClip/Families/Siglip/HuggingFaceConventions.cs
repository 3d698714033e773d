using System.Text.Json;
using MaskClip.Checkpoints;

namespace MaskClip.Families.Siglip;

/// <summary>
/// What transformers computes (models/siglip/modeling_siglip.py). Its configurations are sparse: what is not written has a default.
/// </summary>
/// <param name="config"><c>config.json</c>, if there is one.</param>
/// <param name="preprocessor"><c>preprocessor_config.json</c>, if there is one.</param>
internal sealed class HuggingFaceConventions(ConfigFile? config, ConfigFile? preprocessor) : ISiglipConventions
{
    private const int DefaultHeads = 12;
    private const float DefaultEpsilon = 1e-6f;

    private (float[]? Mean, float[]? Std) Normalization =>
        preprocessor is null ? (null, null) : HuggingFacePreprocessor.Normalization(preprocessor);

    /// <inheritdoc/>
    public SiglipImageConfig Image(SiglipSizes sizes)
    {
        var section = Section("vision_config");
        var (mean, std) = Normalization;
        Check("vision_config");
        config?.Expect(sizes.Width, [.. section, "hidden_size"]);
        config?.Expect(sizes.Layers, [.. section, "num_hidden_layers"]);
        config?.Expect(sizes.Patch, [.. section, "patch_size"]);
        config?.Expect(sizes.PerceptronWidth("visual."), [.. section, "intermediate_size"]);
        config?.Expect(3, [.. section, "num_channels"]);
        config?.Expect(true, [.. section, "vision_use_head"]);
        int heads = config is null
            ? SiglipSizes.UsualHeads(sizes.Width)
            : config.Count([.. section, "num_attention_heads"]) ?? DefaultHeads;
        return new(sizes.Transformer(heads, config?.Count([.. section, "image_size"])), ActivationOf(section), EpsilonOf(section))
        {
            Positions = null,
            Resize = Resampling(),
            Mean = mean ?? [0.5f, 0.5f, 0.5f],
            Std = std ?? [0.5f, 0.5f, 0.5f],
        };
    }

    /// <inheritdoc/>
    public SiglipTextConfig Text(SiglipSizes sizes)
    {
        var section = Section("text_config");
        Check("text_config");
        config?.Expect(sizes.TextWidth, [.. section, "hidden_size"]);
        config?.Expect(sizes.TextLayers, [.. section, "num_hidden_layers"]);
        config?.Expect(sizes.PerceptronWidth(""), [.. section, "intermediate_size"]);
        config?.Expect(sizes.Tokens, [.. section, "vocab_size"]);
        config?.Expect(sizes.ContextLength, [.. section, "max_position_embeddings"]);
        config?.Expect(sizes.EmbeddingSize, [.. section, "projection_size"]);
        int heads = config is null
            ? SiglipSizes.UsualHeads(sizes.TextWidth)
            : config.Count([.. section, "num_attention_heads"]) ?? DefaultHeads;
        return sizes.Text(heads) with { Activation = ActivationOf(section), Epsilon = EpsilonOf(section) };
    }

    private void Check(string tower)
    {
        if (config is null) return;
        var check = new FieldCheck(config, SiglipFields.Supported);
        var section = Section(tower);
        check.Section(section.Length == 0 ? SiglipFields.SingleTower : SiglipFields.Root);
        if (section.Length > 0) check.Section(SiglipFields.Tower, section);
        check.ThrowIfAny();
    }

    // A single tower has its values at the root.
    private string[] Section(string name) => config?.Find(name) is { ValueKind: JsonValueKind.Object } ? [name] : [];

    private float EpsilonOf(string[] section) => config?.Number([.. section, "layer_norm_eps"]) ?? DefaultEpsilon;

    private Activation ActivationOf(string[] section) => config?.Text([.. section, "hidden_act"]) switch
    {
        null or "gelu_pytorch_tanh" => Activation.TanhGelu,
        "gelu" => Activation.Gelu,
        "quick_gelu" => Activation.QuickGelu,
        _ => throw config.Wrong(
            [.. section, "hidden_act"], config.Find([.. section, "hidden_act"])!.Value, "gelu_pytorch_tanh, gelu or quick_gelu"),
    };

    // PIL's numbers; SigLIP 2's preprocessors say 2.
    private ResampleFilter Resampling() => preprocessor?.Find("resample") switch
    {
        null => ResampleFilter.Bicubic,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int filter) && filter is 1 or 2 or 3 =>
            value.GetInt32() switch { 1 => ResampleFilter.Lanczos, 2 => ResampleFilter.Bilinear, _ => ResampleFilter.Bicubic },
        var value => throw preprocessor.Wrong(["resample"], value.Value, "1 (Lanczos), 2 (bilinear) or 3 (bicubic)"),
    };
}
