using MaskClip.Bridge;
using MaskClip.Model;
using MaskClip.Models;

namespace MaskClip.Families;

/// <summary>
/// Opens a model with what its family knows: CLIP checkpoints as they were published, and folders that name their family.
/// </summary>
internal static class ModelFamilies
{
    /// <summary>Opens a model.</summary>
    /// <exception cref="CheckpointException">It cannot be read, or is of no known family.</exception>
    public static VisionLanguageModel Open(ModelSource source, OpeningOptions options)
    {
        if (!Directory.Exists(source.Path) || ModelFolder.Find(source.Path) is not { } folder) return ClipModel.Open(source.Path, options);
        return folder.Family switch
        {
            BridgeFolder.Family => BridgeModel.Open(folder, options),
            ClipFolder.Family => ClipModel.Open(ClipFolder.WeightsOf(folder), options),
            var other => throw new CheckpointException(
                folder.Settings.Path,
                $"its family is '{other}'; this version knows '{ClipFolder.Family}' and '{BridgeFolder.Family}'. Update MaskClip."),
        };
    }
}
