using MaskClip.Families.Bridge;
using MaskClip.Families.Clip;
using MaskClip.Families.MetaClip2;
using MaskClip.Families.Siglip;
using MaskClip.Families.Tips;
using MaskClip.Model;

namespace MaskClip.Families;

/// <summary>The families of models that this version knows, and which of them a model belongs to.</summary>
internal static class ModelFamilies
{
    /// <summary>All families, in the order in which they are asked: CLIP is last, since it takes what nobody else recognizes.</summary>
    public static IReadOnlyList<IModelFamily> All { get; } =
    [
        new BridgeFamily(), new TipsFamily(), new SiglipFamily(), new MetaClip2Family(), new ClipFamily()
    ];

    /// <summary>Opens a model.</summary>
    /// <exception cref="CheckpointException">It cannot be read, or is of no known family.</exception>
    public static VisionLanguageModel Open(ModelSource source, OpeningOptions options)
    {
        var files = new ModelFiles(source.Path);
        var family = All.FirstOrDefault(family => family.Recognizes(files)) ?? throw new CheckpointException(
            files.Described!.Settings.Path,
            $"its family is '{files.Described.Family}'; this version knows {string.Join(", ", All.Select(known =>
                $"'{known.Name}'"))}. Update MaskClip.");
        return family.Open(files, options);
    }
}
