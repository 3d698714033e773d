using MaskClip.Students;

namespace MaskClip.Training.Augmentation;

/// <summary>How photos are varied while a student trains. The defaults are the paper's (configurations of the released code).</summary>
public sealed record AugmentationOptions
{
    /// <summary>Width of the crop in pixels.</summary>
    /// <value>The default value is 512.</value>
    public int CropWidth { get; init; } = 512;

    /// <summary>Height of the crop in pixels.</summary>
    /// <value>The default value is 512.</value>
    public int CropHeight { get; init; } = 512;

    /// <summary>Short side in pixels of a photo at scale 1, unless that makes the other longer than <see cref="LongSide"/>.</summary>
    /// <value>The default value is <see langword="null"/>: the crop's short side.</value>
    public int? Size { get; init; }

    /// <summary>Longest side in pixels that a photo at scale 1 may have.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: four times the short side, as the paper's configurations of VOC and COCO-Stuff have it;
    /// those of Context have 520 for both.
    /// </value>
    public int? LongSide { get; init; }

    /// <summary>Whether the ratio of a photo's sides is kept.</summary>
    /// <value>
    /// The default value is <see langword="true"/>. If not, every photo at scale 1 is <see cref="LongSide"/> wide and <see cref="Size"/>
    /// high (mmseg's <c>keep_ratio=False</c>); without a long side it is a square.
    /// </value>
    public bool KeepRatio { get; init; } = true;

    /// <summary>Whether photos are varied; if not, each is shrunk to the crop's size and cut at its middle.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Vary { get; init; } = true;

    /// <summary>Smallest scale.</summary>
    /// <value>The default value is 0.5.</value>
    public double MinScale { get; init; } = 0.5;

    /// <summary>Largest scale.</summary>
    /// <value>The default value is 2.</value>
    public double MaxScale { get; init; } = 2;

    /// <summary>
    /// Crops in which one class covers more than this share of the labeled pixels are drawn again, ten times at most; 1 turns it off.
    /// </summary>
    /// <value>The default value is 0.75.</value>
    public double MaxClassShare { get; init; } = 0.75;

    /// <summary>Share of crops that are mirrored.</summary>
    /// <value>The default value is 0.5.</value>
    public double Flip { get; init; } = 0.5;

    /// <summary>Whether brightness, contrast, saturation and hue are varied.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Colors { get; init; } = true;

    /// <summary>Short side of a photo at scale 1.</summary>
    internal int ShortSide => Size ?? Math.Min(CropWidth, CropHeight);

    /// <summary>How large photos are at scale 1, for people.</summary>
    internal string SizeRule => $"{ShortSide}{(LongSide is { } side ? $" to {side}" : "")}{(KeepRatio ? "" : ", ratio not kept")}";

    /// <summary>Adds what is out of range to a list of errors.</summary>
    internal void Validate(List<string> errors)
    {
        if (CropWidth is < 32 or > 4096 || CropHeight is < 32 or > 4096)
        {
            errors.Add($"the crop is {CropWidth}x{CropHeight}; sides of 32 to 4096 pixels are allowed");
        }

        if (CropWidth % StudentBackbone.OutputStride != 0 || CropHeight % StudentBackbone.OutputStride != 0)
        {
            errors.Add($"the crop is {CropWidth}x{CropHeight}; its sides must be multiples of {StudentBackbone.OutputStride}");
        }

        if (Size is < 32 or > 8192) errors.Add($"the size is {Size}; 32 to 8192 pixels are allowed");
        if (LongSide < ShortSide || LongSide > 4 * 8192)
            errors.Add($"the long side is {LongSide}; the size ({ShortSide}) to {4 * 8192} pixels are allowed");
        if (!(MinScale >= 0.1 && MinScale <= MaxScale && MaxScale <= 10))
        {
            errors.Add($"the scale goes from {MinScale} to {MaxScale}; 0.1 to 10, the smaller first, is allowed");
        }

        if (MaxClassShare is not (> 0 and <= 1))
        {
            errors.Add($"the largest share of one class is {MaxClassShare}; more than 0 and at most 1 is allowed");
        }

        if (Flip is not (>= 0 and <= 1)) errors.Add($"the share of mirrored crops is {Flip}; 0 to 1 is allowed");
    }
}
