namespace MaskClip.Training.Augmentation;

/// <summary>
/// From a photo to the crop a student is trained on: scale, crop, mirror, colors, padding, in the order of the released configurations.
/// </summary>
internal sealed class CropPipeline(AugmentationOptions options)
{
    /// <summary>Makes a crop; it is smaller than the options' where the scaled photo is.</summary>
    public LabeledImage Crop(LabeledImage image, SampleRandom random)
    {
        if (!options.Vary) return CropMiddle(image);
        double scale = random.Uniform(options.MinScale, options.MaxScale);
        var (width, height) = RandomScale.SizeAt(image.Width, image.Height, options, scale);
        var scaled = RandomScale.Resize(image, width, height);
        var crop = RandomCrop.Cut(scaled, RandomCrop.Draw(scaled, options, random));
        if (random.Next() < options.Flip) crop = Mirror.Apply(crop);
        return options.Colors ? crop with { Photo = PhotoMetricDistortion.Apply(crop.Photo, random) } : crop;
    }

    /// <summary>The photo with pixels of one color right of it and below, up to the crop's size.</summary>
    public RgbImage Pad(RgbImage photo, byte red, byte green, byte blue)
    {
        if (photo.Width == options.CropWidth && photo.Height == options.CropHeight) return photo;
        var pixels = new byte[3 * options.CropWidth * options.CropHeight];
        for (int at = 0; at < pixels.Length; at += 3) (pixels[at], pixels[at + 1], pixels[at + 2]) = (red, green, blue);
        for (int y = 0; y < photo.Height; y++)
        {
            photo.Pixels.Slice(3 * y * photo.Width, 3 * photo.Width).CopyTo(pixels.AsSpan(3 * y * options.CropWidth));
        }

        return new RgbImage(options.CropWidth, options.CropHeight, pixels);
    }

    /// <summary>A plane of the crop with <paramref name="fill"/> right of it and below, up to the full crop's size.</summary>
    public void Pad<T>(ReadOnlySpan<T> plane, int width, Span<T> padded, T fill)
    {
        padded.Fill(fill);
        for (int y = 0; y * width < plane.Length; y++) plane.Slice(y * width, width).CopyTo(padded[(y * options.CropWidth)..]);
    }

    private LabeledImage CropMiddle(LabeledImage image)
    {
        double scale = Math.Max((double)options.CropWidth / image.Width, (double)options.CropHeight / image.Height);
        int width = Math.Max(options.CropWidth, (int)Math.Round(image.Width * scale)), height = Math.Max(
            options.CropHeight, (int)Math.Round(image.Height * scale));
        var scaled = RandomScale.Resize(image, width, height);
        return RandomCrop.Cut(
            scaled,
            new PixelBox((width - options.CropWidth) / 2, (height - options.CropHeight) / 2, options.CropWidth, options.CropHeight));
    }
}
