namespace MaskClip.Training.Augmentation;

/// <summary>Turns left and right around.</summary>
internal static class Mirror
{
    /// <summary>Mirrors photo and labels.</summary>
    public static LabelledImage Apply(LabelledImage image)
    {
        int width = image.Width;
        var pixels = new byte[image.Photo.Pixels.Length];
        var labels = (byte[])image.Labels.Clone();
        for (int y = 0; y < image.Height; y++)
        {
            labels.AsSpan(y * width, width).Reverse();
            var from = image.Photo.Pixels.Slice(3 * y * width, 3 * width);
            var to = pixels.AsSpan(3 * y * width, 3 * width);
            for (int x = 0; x < width; x++) from.Slice(3 * x, 3).CopyTo(to[(3 * (width - 1 - x))..]);
        }

        return new LabelledImage(new RgbImage(width, image.Height, pixels), labels);
    }
}
