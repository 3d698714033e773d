using MaskClip.Model;
using MaskClip.Models;

namespace MaskClip.Families.Clip;

/// <summary>What <c>model.json</c> says of a CLIP model: its weights; all else is read off their tensors.</summary>
internal static class ClipFolder
{
    /// <summary>The family's name.</summary>
    public const string Family = "clip";

    /// <summary>The file of weights.</summary>
    /// <exception cref="CheckpointException">It is not named, or not there.</exception>
    public static string WeightsOf(ModelFolder folder) => folder.FileOf("weights");

    /// <summary>See <see cref="ModelDefaults.KnowsSurroundings"/>: <c>"defaults": { "background": "none" }</c> says no.</summary>
    public static bool KnowsSurroundings(ModelFolder folder) => folder.Settings.Text("defaults", "background") != "none";
}
