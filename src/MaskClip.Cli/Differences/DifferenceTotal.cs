using MaskClip.Evaluation;

namespace MaskClip.Cli.Differences;

/// <summary>What came of comparing two sets of annotations.</summary>
/// <param name="Photos">Photos that were compared.</param>
/// <param name="Agreement">Share of all compared pixels that have one class in both.</param>
/// <param name="MeanPhotoIoU">Mean of the photos' mean IoUs.</param>
/// <param name="Classes">Areas of the classes in all photos together.</param>
/// <param name="OnlyFirst">Photos that only the first set has.</param>
/// <param name="OnlySecond">Photos that only the second set has.</param>
internal sealed record DifferenceTotal(
    int Photos,
    double Agreement,
    double MeanPhotoIoU,
    IReadOnlyList<ClassPixels> Classes,
    IReadOnlyList<string> OnlyFirst,
    IReadOnlyList<string> OnlySecond)
{
    /// <summary>Mean IoU of the classes over all photos together, the background apart.</summary>
    public double MeanIoU => PhotoDifference.MeanOf(Classes);
}
