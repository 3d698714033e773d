using System.Text.Json;

namespace MaskClip.Checkpoints;

/// <summary>Reads <c>config.json</c> and <c>preprocessor_config.json</c> of a Hugging Face CLIP model.</summary>
internal static class HuggingFaceConfig
{
    /// <summary>The configuration's file name.</summary>
    public const string FileName = "config.json";

    // Written by transformers only where they differ: models/clip/configuration_clip.py.
    private const string DefaultActivation = "quick_gelu";
    private const float DefaultEpsilon = 1e-5f;
    private const int DefaultVisionHeads = 12;
    private const int DefaultTextHeads = 8;

    private const string TokenizerName = "tokenizer_config.json";

    // transformers, models/metaclip_2/configuration_metaclip_2.py: CLIP's fields, another end.
    private const string MetaClip2 = "metaclip_2";
    private const int MetaClip2End = 2;

    private static readonly string[] ModelTypes = ["clip", "clip_vision_model", "clip_text_model"];

    // CLIPTokenizerFast and CLIPTokenizer give the same ids.
    private static readonly string[] Tokenizers = ["CLIPTokenizer", "CLIPTokenizerFast"];

    /// <summary>What the files in a folder say; nothing when there is no configuration.</summary>
    /// <exception cref="CheckpointException">A value is none that can be, or one that is not computed here: fields are named.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="otherTokenizer">Whether it is a model with CLIP's towers and another tokenizer, which the caller knows (MetaCLIP
    /// 2).</param>
    public static CheckpointHints Read(string folder, bool otherTokenizer = false)
    {
        if (ConfigFile.Read(Path.Combine(folder, FileName)) is not { } config) return CheckpointHints.None;
        var type = config.Text("model_type");
        if (otherTokenizer) type = type?.Replace(MetaClip2, "clip", StringComparison.Ordinal);
        if (type is not null && !ModelTypes.Contains(type, StringComparer.Ordinal))
        {
            throw new CheckpointException(
                config.Path, $"its model_type is '{type}'; allowed are {string.Join(", ", ModelTypes)}. Give a CLIP model.");
        }

        var (vision, text) = (Section(config, "vision"), Section(config, "text"));
        var (hasVision, hasText) = (type != "clip_text_model", type != "clip_vision_model");
        Check(config, vision, text);
        if (!otherTokenizer) CheckTokenizer(folder, hasText);
        var (image, words) = (hasVision ? Activation(config, vision) : null, hasText ? Activation(config, text) : null);
        var (imageEpsilon, wordsEpsilon) = (Epsilon(config, vision), Epsilon(config, text));
        var said = config.Find([.. hasVision ? vision : text, "hidden_act"]) is null;
        var hints = new CheckpointHints
        {
            Activation = image ?? words,
            TextActivation = words ?? image,
            ActivationOrigin = said ? $"transformers' default ({FileName} has no hidden_act)" : $"hidden_act in {FileName}",
            LayerNormEpsilon = hasVision ? imageEpsilon : wordsEpsilon,
            TextLayerNormEpsilon = hasText ? wordsEpsilon : imageEpsilon,
            VisionHeads = hasVision ? config.Count([.. vision, "num_attention_heads"]) ?? DefaultVisionHeads : null,
            TextHeads = hasText ? config.Count([.. text, "num_attention_heads"]) ?? DefaultTextHeads : null,
            EndOfTextToken = hasText ? config.Count([.. text, "eos_token_id"]) ?? (otherTokenizer ? MetaClip2End : null) : null,
            TextPool = otherTokenizer ? "eos" : null, // the end token is meant literally there, 2 too
            ImageSize = hasVision ? config.Count([.. vision, "image_size"]) : null,
            Sizes = [.. Sizes(config, hasVision ? vision : null, hasText ? text : null)],
            Source = config.Path,
        };
        return ConfigFile.Read(Path.Combine(folder, HuggingFacePreprocessor.FileName)) is { } preprocessor
            ? AddPreprocessing(hints, preprocessor)
            : hints;
    }

    private static void Check(ConfigFile config, string[] vision, string[] text)
    {
        var check = new FieldCheck(config);
        check.Section(HuggingFaceFields.Root(isTower: vision.Length == 0 && text.Length == 0));
        if (vision.Length > 0) check.Section(HuggingFaceFields.Tower, vision);
        if (text.Length > 0) check.Section(HuggingFaceFields.Tower, text);
        check.ThrowIfAny();
    }

    private static void CheckTokenizer(string folder, bool hasText)
    {
        if (!hasText || ConfigFile.Read(Path.Combine(folder, TokenizerName)) is not { } tokenizer) return;
        if (tokenizer.Text("tokenizer_class") is not { } name || Tokenizers.Contains(name, StringComparer.Ordinal)) return;
        throw new CheckpointException(
            tokenizer.Path,
            $"its tokenizer_class is '{name}'; CLIP's own is read here: {string.Join(", ", Tokenizers)}. Give a model with that " +
            $"tokenizer.");
    }

    // A *_config_dict, which old files have, overrides *_config; a single tower has its values at the root.
    private static string[] Section(ConfigFile config, string tower)
    {
        string[] names = [$"{tower}_config_dict", $"{tower}_config"];
        var name = Array.Find(names, name => config.Find(name) is { ValueKind: JsonValueKind.Object });
        return name is null ? [] : [name];
    }

    private static string Activation(ConfigFile config, string[] section) => config.Text([.. section, "hidden_act"]) switch
    {
        null => DefaultActivation,
        "quick_gelu" => "quick_gelu",
        "gelu" => "gelu",
        "gelu_pytorch_tanh" or "gelu_new" => "gelu_tanh", // two names of one formula
        _ => throw config.Wrong(
            [.. section, "hidden_act"], config.Find([.. section, "hidden_act"])!.Value, "quick_gelu, gelu, gelu_pytorch_tanh or gelu_new"),
    };

    private static float Epsilon(ConfigFile config, string[] section) => config.Number([.. section, "layer_norm_eps"]) ?? DefaultEpsilon;

    // Where a tower says of itself how long the common embedding is, transformers goes by the root.
    private static IEnumerable<SizeClaim> Sizes(ConfigFile config, string[]? vision, string[]? text)
    {
        (ModelSize, string[]?)[] claims =
        [
            (ModelSize.Embedding, vision is not null && text is not null ? ["projection_dim"] : null),
            (ModelSize.ImageWidth, Key(vision, "hidden_size")),
            (ModelSize.ImageLayers, Key(vision, "num_hidden_layers")),
            (ModelSize.Patch, Key(vision, "patch_size")),
            (ModelSize.ImageSide, Key(vision, "image_size")),
            (ModelSize.TextWidth, Key(text, "hidden_size")),
            (ModelSize.TextLayers, Key(text, "num_hidden_layers")),
            (ModelSize.Context, Key(text, "max_position_embeddings")),
            (ModelSize.Vocabulary, Key(text, "vocab_size")),
        ];
        foreach (var (size, keys) in claims)
        {
            if (keys is not null && config.Count(keys) is { } value) yield return new SizeClaim(size, string.Join('.', keys), $"{value}");
        }

        static string[]? Key(string[]? section, string name) => section is null ? null : [.. section, name];
    }

    private static CheckpointHints AddPreprocessing(CheckpointHints hints, ConfigFile preprocessor)
    {
        var (mean, std) = HuggingFacePreprocessor.Normalization(preprocessor);
        return hints with
        {
            Mean = mean,
            Std = std,
            ImageSize = CropSize(preprocessor) ?? hints.ImageSize,
            Source = $"{hints.Source}, {preprocessor.Path}",
        };
    }

    // A number in older files, {"height": 224, "width": 224} in newer ones.
    private static int? CropSize(ConfigFile preprocessor) => preprocessor.Find("crop_size") is { ValueKind: JsonValueKind.Object }
        ? preprocessor.Count("crop_size", "height")
        : preprocessor.Count("crop_size");
}
