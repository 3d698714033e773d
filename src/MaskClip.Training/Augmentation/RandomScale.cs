using MaskClip.Imaging;

namespace MaskClip.Training.Augmentation;

/// <summary>Resizes a photo and its labels (mmseg's <c>Resize</c> with <c>ratio_range</c>).</summary>
internal static class RandomScale
{
    private const int LongestOfShort = 4; // img_scale=(2048, 512)

    /// <summary>The size of a photo at a scale.</summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    /// <param name="options">Sides at scale 1.</param>
    /// <param name="scale">The scale.</param>
    public static (int Width, int Height) SizeAt(int width, int height, AugmentationOptions options, double scale)
    {
        int shortSide = options.ShortSide;
        if (!options.KeepRatio) return (At(options.LongSide ?? shortSide), At(shortSide));
        double factor = scale * Math.Min(
            (double)shortSide / Math.Min(width, height),
            (double)(options.LongSide ?? LongestOfShort * shortSide) / Math.Max(width, height));
        return (Math.Max(1, (int)(width * factor + 0.5)), Math.Max(1, (int)(height * factor + 0.5)));

        int At(int side) => Math.Max(1, (int)(side * scale));
    }

    /// <summary>Resizes photo (bilinear) and labels (nearest).</summary>
    public static LabeledImage Resize(LabeledImage image, int width, int height) => new(
        image.Photo.Resize(width, height, ResampleFilter.Bilinear),
        NearestSampling.Resize<ushort>(image.Labels, image.Width, image.Height, width, height));
}
