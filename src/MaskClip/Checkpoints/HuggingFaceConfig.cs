using System.Text.Json;

namespace MaskClip.Checkpoints;

/// <summary>Reads <c>config.json</c> and <c>preprocessor_config.json</c> of a Hugging Face CLIP model.</summary>
internal static class HuggingFaceConfig
{
    /// <summary>The configuration's file name.</summary>
    public const string FileName = "config.json";

    private const string PreprocessorName = "preprocessor_config.json";

    // Written by transformers only where they differ: models/clip/configuration_clip.py.
    private const string DefaultActivation = "quick_gelu";
    private const float DefaultEpsilon = 1e-5f;
    private const int DefaultVisionHeads = 12;
    private const int DefaultTextHeads = 8;

    private static readonly string[] ModelTypes = ["clip", "clip_vision_model", "clip_text_model"];

    /// <summary>What the files in a folder say; nothing when there is no configuration.</summary>
    public static CheckpointHints Read(string folder)
    {
        if (ConfigFile.Read(Path.Combine(folder, FileName)) is not { } config) return CheckpointHints.None;
        if (config.Text("model_type") is { } type && !ModelTypes.Contains(type, StringComparer.Ordinal))
        {
            throw new CheckpointException(
                config.Path, $"its model_type is '{type}'; allowed are {string.Join(", ", ModelTypes)}. Give a CLIP model.");
        }

        var (vision, text) = (Section(config, "vision"), Section(config, "text"));
        var hasVision = config.Text("model_type") != "clip_text_model";
        var hasText = config.Text("model_type") != "clip_vision_model";
        var hints = new CheckpointHints
        {
            Activation = Agree<string?>(
                config, "hidden_act", hasVision ? Activation(config, vision) : null, hasText ? Activation(config, text) : null),
            LayerNormEpsilon = Agree<float?>(
                config, "layer_norm_eps", hasVision ? Epsilon(config, vision) : null, hasText ? Epsilon(config, text) : null),
            VisionHeads = hasVision ? config.Count([.. vision, "num_attention_heads"]) ?? DefaultVisionHeads : null,
            TextHeads = hasText ? config.Count([.. text, "num_attention_heads"]) ?? DefaultTextHeads : null,
            EndOfTextToken = hasText ? config.Count([.. text, "eos_token_id"]) : null,
            ImageSize = hasVision ? config.Count([.. vision, "image_size"]) : null,
            Source = config.Path,
        };
        return ConfigFile.Read(Path.Combine(folder, PreprocessorName)) is { } preprocessor ? AddPreprocessing(hints, preprocessor) : hints;
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
        _ => throw config.Wrong([.. section, "hidden_act"], config.Find([.. section, "hidden_act"])!.Value, "quick_gelu or gelu"),
    };

    private static float Epsilon(ConfigFile config, string[] section) => config.Number([.. section, "layer_norm_eps"]) ?? DefaultEpsilon;

    private static T Agree<T>(ConfigFile config, string key, T vision, T text)
    {
        if (vision is null || text is null || EqualityComparer<T>.Default.Equals(vision, text)) return vision is null ? text : vision;
        throw new CheckpointException(
            config.Path, $"'{key}' is {vision} for images and {text} for texts; models that differ there are not supported. Give another.");
    }

    private static CheckpointHints AddPreprocessing(CheckpointHints hints, ConfigFile preprocessor) => hints with
    {
        Mean = preprocessor.Channels("image_mean"),
        Std = preprocessor.Channels("image_std"),
        ImageSize = CropSize(preprocessor) ?? hints.ImageSize,
        Source = $"{hints.Source}, {preprocessor.Path}",
    };

    // A number in older files, {"height": 224, "width": 224} in newer ones.
    private static int? CropSize(ConfigFile preprocessor) => preprocessor.Find("crop_size") is { ValueKind: JsonValueKind.Object }
        ? preprocessor.Count("crop_size", "height")
        : preprocessor.Count("crop_size");
}
