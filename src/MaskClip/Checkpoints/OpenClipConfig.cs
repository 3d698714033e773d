using System.Text.Json;

namespace MaskClip.Checkpoints;

/// <summary>Reads <c>open_clip_config.json</c> (open_clip, factory.py and model.py, <c>CLIPVisionCfg</c> and <c>CLIPTextCfg</c>).</summary>
internal static class OpenClipConfig
{
    /// <summary>The configuration's file name.</summary>
    public const string FileName = "open_clip_config.json";

    private const string Model = "model_cfg";
    private const string Preprocess = "preprocess_cfg";

    // open_clip's own defaults, where the section is there and does not say.
    private const int DefaultHeadWidth = 64;
    private const int DefaultTextHeads = 8;
    private const int DefaultEndOfText = 2;
    private const float DefaultEpsilon = 1e-5f; // PyTorch's

    private static readonly string[] Vision = [Model, "vision_cfg"];
    private static readonly string[] Text = [Model, "text_cfg"];

    /// <summary>What the file in a folder says; nothing when there is none.</summary>
    /// <exception cref="CheckpointException">A value is none that can be, or one that is not computed here: fields are named.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="otherTokenizer">Whether it may name another tokenizer than CLIP's, which the caller knows.</param>
    public static CheckpointHints Read(string folder, bool otherTokenizer = false)
    {
        if (ConfigFile.Read(Path.Combine(folder, FileName)) is not { } config) return CheckpointHints.None;
        var check = new FieldCheck(config);
        check.Section(OpenClipFields.Model, Model);
        check.Section(OpenClipFields.Vision, Vision);
        check.Section(otherTokenizer ? OpenClipFields.TextOfOthers : OpenClipFields.Text, Text);
        if (otherTokenizer) check.Section(OpenClipFields.TokenizerOfOthers, [.. Text, "tokenizer_kwargs"]);
        check.Section(OpenClipFields.Preprocess, Preprocess);
        bool quick = config.Flag(Model, "quick_gelu") == true;
        var (epsilon, textEpsilon) = (Epsilon(config, check, Vision), Epsilon(config, check, Text));
        var hints = new CheckpointHints
        {
            Activation = Activation(config, check, Vision, quick),
            TextActivation = Activation(config, check, Text, quick),
            ActivationOrigin = config.Find(Model, "quick_gelu") is null
                ? $"open_clip's default ({FileName} has no quick_gelu)"
                : $"quick_gelu in {FileName}",
            LayerNormEpsilon = epsilon,
            TextLayerNormEpsilon = textEpsilon ?? (epsilon is null ? null : DefaultEpsilon),
            Mean = config.Channels(Preprocess, "mean"),
            Std = config.Deviations(Preprocess, "std"),
            VisionHeads = config.Count([.. Vision, "heads"]),
            VisionHeadWidth = config.Find(Vision) is null ? null : config.Count([.. Vision, "head_width"]) ?? DefaultHeadWidth,
            TextHeads = config.Find(Text) is null ? null : config.Count([.. Text, "heads"]) ?? DefaultTextHeads,
            TextPool = config.Text([.. Text, "pool_type"]),
            EndOfTextToken = config.Text([.. Text, "pool_type"]) == "eos" ? config.Count([.. Text, "eos_id"]) ?? DefaultEndOfText : null,
            NoCausalMask = config.Flag([.. Text, "no_causal_mask"]) == true,
            TextProjectionBias = config.Flag([.. Text, "proj_bias"]) == true,
            ImageSize = ImageSize(config, check),
            Sizes = [.. Sizes(config)],
            Source = config.Path,
        };
        check.ThrowIfAny();
        return hints;
    }

    private static string Activation(ConfigFile config, FieldCheck check, string[] section, bool quick)
    {
        string[] keys = [.. section, "act_kwargs"];
        var given = config.Fields(keys).ToArray();
        if (given.Length == 0) return quick ? "quick_gelu" : "gelu";
        // QuickGELU takes no arguments; open_clip itself fails then.
        var approximate = given is [("approximate", { ValueKind: JsonValueKind.String } value)] && !quick ? value.GetString() : null;
        if (approximate is "none") return "gelu";
        if (approximate is not "tanh")
            check.Refuse(keys, config.Find(keys)!.Value, """supported: {"approximate": "tanh"} or "none", without quick_gelu""");
        return "gelu_tanh";
    }

    private static float? Epsilon(ConfigFile config, FieldCheck check, string[] section)
    {
        string[] keys = [.. section, "norm_kwargs"];
        var given = config.Fields(keys).ToArray();
        if (given.Length == 0) return null;
        if (given is [("eps", _)] && config.Number([.. keys, "eps"]) is > 0 and < 1 and var epsilon) return epsilon;
        check.Refuse(keys, config.Find(keys)!.Value, """supported: {"eps": a number above 0 and below 1}""");
        return null;
    }

    // One number, or [height, width].
    private static int? ImageSize(ConfigFile config, FieldCheck check)
    {
        string[] keys = [.. Vision, "image_size"];
        if (config.Find(keys) is not { ValueKind: JsonValueKind.Array } sides) return config.Count(keys);
        if (sides.GetArrayLength() == 2 && sides[0].GetRawText() == sides[1].GetRawText() && sides[0].TryGetInt32(out int side) && side > 0)
            return side;
        check.Refuse(keys, sides, "supported: one number, or twice the same");
        return null;
    }

    private static IEnumerable<SizeClaim> Sizes(ConfigFile config)
    {
        foreach (var (size, keys) in new (ModelSize, string[])[]
        {
            (ModelSize.Embedding, [Model, "embed_dim"]),
            (ModelSize.ImageWidth, [.. Vision, "width"]),
            (ModelSize.ImageLayers, [.. Vision, "layers"]),
            (ModelSize.Patch, [.. Vision, "patch_size"]),
            (ModelSize.ImageSide, [.. Vision, "image_size"]),
            (ModelSize.TextWidth, [.. Text, "width"]),
            (ModelSize.TextLayers, [.. Text, "layers"]),
            (ModelSize.Context, [.. Text, "context_length"]),
            (ModelSize.Vocabulary, [.. Text, "vocab_size"]),
        })
        {
            if (config.Find(keys) is not { } value) continue;
            var field = string.Join('.', keys);
            if (size == ModelSize.ImageSide && value.ValueKind == JsonValueKind.Array)
                yield return new SizeClaim(size, field, value[0].GetRawText());
            else if (value.ValueKind == JsonValueKind.Array)
                yield return new SizeClaim(size, field, string.Join('-', value.EnumerateArray().Select(part => part.GetRawText())));
            else yield return new SizeClaim(size, field, $"{config.Count(keys)}");
        }
    }
}
