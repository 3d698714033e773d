namespace MaskClip.Training.Augmentation;

/// <summary>Turns left and right around.</summary>
internal static class Mirror
{
    /// <summary>Mirrors photo and labels.</summary>
    public static LabeledImage Apply(LabeledImage image)
    {
        var labels = (ushort[])image.Labels.Clone();
        for (int y = 0; y < image.Height; y++) labels.AsSpan(y * image.Width, image.Width).Reverse();
        return new LabeledImage(Apply(image.Photo), labels);
    }

    /// <summary>Mirrors a photo.</summary>
    public static RgbImage Apply(RgbImage photo)
    {
        int width = photo.Width;
        var pixels = new byte[photo.Pixels.Length];
        for (int y = 0; y < photo.Height; y++)
        {
            var from = photo.Pixels.Slice(3 * y * width, 3 * width);
            var to = pixels.AsSpan(3 * y * width, 3 * width);
            for (int x = 0; x < width; x++) from.Slice(3 * x, 3).CopyTo(to[(3 * (width - 1 - x))..]);
        }

        return new RgbImage(width, photo.Height, pixels);
    }
}
