using System.Buffers;
using MaskClip.Training.Supervision;

namespace MaskClip.Training.Augmentation;

/// <summary>
/// Cuts out a random box, preferring boxes that one class does not fill (mmseg's <c>RandomCrop</c> with <c>cat_max_ratio</c>).
/// </summary>
internal static class RandomCrop
{
    private const int Tries = 10;

    /// <summary>Draws a box; it is smaller than asked for where the photo is.</summary>
    public static PixelBox Draw(LabeledImage image, AugmentationOptions options, SampleRandom random)
    {
        var box = DrawAny(image, options, random);
        if (options.MaxClassShare >= 1) return box;
        for (int i = 0; i < Tries && !IsMixed(image, box, options.MaxClassShare); i++) box = DrawAny(image, options, random);
        return box;
    }

    /// <summary>Cuts photo and labels.</summary>
    public static LabeledImage Cut(LabeledImage image, PixelBox box)
    {
        if (box.Width == image.Width && box.Height == image.Height) return image;
        var labels = new ushort[box.Width * box.Height];
        for (int y = 0; y < box.Height; y++)
        {
            image.Labels.AsSpan((box.Y + y) * image.Width + box.X, box.Width).CopyTo(labels.AsSpan(y * box.Width));
        }

        return new LabeledImage(image.Photo.Crop(box), labels);
    }

    /// <summary>
    /// Whether a box holds several labels, none of which covers the given share of its pixels or more; ignored pixels do not count.
    /// </summary>
    public static bool IsMixed(LabeledImage image, PixelBox box, double share)
    {
        int[] counts = ArrayPool<int>.Shared.Rent(ushort.MaxValue + 1);
        counts.AsSpan().Clear();
        for (int y = box.Y; y < box.Y + box.Height; y++)
        {
            foreach (ushort label in image.Labels.AsSpan(y * image.Width + box.X, box.Width)) counts[label]++;
        }

        counts[TrainingLabels.Ignore] = 0;
        int largest = 0, sum = 0;
        foreach (int count in counts)
        {
            largest = Math.Max(largest, count);
            sum += count;
        }

        ArrayPool<int>.Shared.Return(counts);
        return largest < sum && largest < share * sum;
    }

    private static PixelBox DrawAny(LabeledImage image, AugmentationOptions options, SampleRandom random)
    {
        int y = random.Below(Math.Max(image.Height - options.CropHeight, 0) + 1), x = random.Below(
            Math.Max(image.Width - options.CropWidth, 0) + 1);
        return new PixelBox(x, y, Math.Min(options.CropWidth, image.Width), Math.Min(options.CropHeight, image.Height));
    }
}
