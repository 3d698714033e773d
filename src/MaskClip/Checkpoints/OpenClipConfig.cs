using System.Text.Json;

namespace MaskClip.Checkpoints;

/// <summary>Reads <c>open_clip_config.json</c> (open_clip, factory.py and model.py).</summary>
internal static class OpenClipConfig
{
    /// <summary>The configuration's file name.</summary>
    public const string FileName = "open_clip_config.json";

    /// <summary>What the file in a folder says; nothing when there is none.</summary>
    public static CheckpointHints Read(string folder)
    {
        if (ConfigFile.Read(Path.Combine(folder, FileName)) is not { } config) return CheckpointHints.None;
        return new CheckpointHints
        {
            // open_clip's own default is GELU.
            Activation = config.Flag("model_cfg", "quick_gelu") == true ? "quick_gelu" : "gelu",
            Mean = config.Channels("preprocess_cfg", "mean"),
            Std = config.Channels("preprocess_cfg", "std"),
            VisionHeads = config.Count("model_cfg", "vision_cfg", "heads"),
            VisionHeadWidth = config.Count("model_cfg", "vision_cfg", "head_width"),
            TextHeads = config.Count("model_cfg", "text_cfg", "heads"),
            // Not square: [height, width].
            ImageSize = config.Find("model_cfg", "vision_cfg", "image_size") is { ValueKind: JsonValueKind.Array }
                ? null
                : config.Count("model_cfg", "vision_cfg", "image_size"),
            Source = config.Path,
        };
    }
}
