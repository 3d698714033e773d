namespace MaskClip.Quantization;

/// <summary>The photos on which a tower's layers are tried in int8.</summary>
/// <param name="Photos">Square photos.</param>
/// <param name="Description">What they are, for people.</param>
internal sealed record CalibrationPhotos(IReadOnlyList<RgbImage> Photos, string Description)
{
    private const int Most = 16;
    private const string Asset = "calibration.webp";

    /// <summary>
    /// Parts of the sample postcard, near and far, some mirrored, darkened or tinted: what is at hand without any download.
    /// </summary>
    /// <param name="size">Side in pixels.</param>
    public static CalibrationPhotos Drawn(int size)
    {
        var postcard = Picture();
        // Side, left and top as shares of what there is; then the share of red, green and blue that is left.
        (double Side, double Left, double Top, bool Mirrored, float Red, float Green, float Blue)[] views =
        [
            (1.00, 0.0, 0.0, false, 1, 1, 1),
            (0.60, 1.0, 1.0, true, 1, 1, 1),
            (1.00, 1.0, 0.0, true, 0.5f, 0.5f, 0.55f),
            (0.40, 0.2, 0.4, false, 1, 0.85f, 0.7f),
            (0.60, 0.3, 0.2, false, 0.8f, 0.9f, 1),
            (0.35, 0.9, 0.6, false, 1, 1, 1),
            (0.50, 0.5, 1.0, true, 0.75f, 0.75f, 0.75f),
            (0.80, 0.6, 0.5, false, 1, 1, 1),
        ];
        return new([.. views.Select(view =>
        {
            int side = (int)(view.Side * postcard.Height);
            var box = new PixelBox((int)(view.Left * (postcard.Width - side)), (int)(view.Top * (postcard.Height - side)), side, side);
            return Filtered(postcard.Crop(box).Resize(size, size), view.Mirrored, [view.Red, view.Green, view.Blue]);
        })], $"{views.Length} views of the sample postcard");
    }

    /// <summary>Photos of a folder: at most 16, evenly spread over its sorted names, their middles cut to squares.</summary>
    /// <param name="loads">Loads each photo.</param>
    /// <param name="description">Where they are from.</param>
    /// <param name="size">Side in pixels.</param>
    /// <exception cref="OptionsException">There is no photo.</exception>
    public static CalibrationPhotos Load(IReadOnlyList<Func<RgbImage>> loads, string description, int size)
    {
        if (loads.Count == 0) throw new OptionsException("There is no photo to calibrate with.", nameof(loads));
        int count = Math.Min(Most, loads.Count);
        return new(
            [.. Enumerable.Range(0, count).Select(i => Square(loads[i * loads.Count / count](), size))],
            $"{count} photos of {description}");
    }

    /// <summary>
    /// The sample postcard, drawn by <c>eng/calibration-picture.cs</c>. It is kept, since other pictures could choose other layers.
    /// </summary>
    public static RgbImage Picture()
    {
        using var stream = typeof(CalibrationPhotos).Assembly.GetManifestResourceStream(Asset)
            ?? throw new InvalidOperationException($"The resource {Asset} is missing.");
        return RgbImage.Load(stream, Asset);
    }

    private static RgbImage Square(RgbImage photo, int size)
    {
        int side = Math.Min(photo.Width, photo.Height);
        return photo.Crop(new PixelBox((photo.Width - side) / 2, (photo.Height - side) / 2, side, side)).Resize(size, size);
    }

    private static RgbImage Filtered(RgbImage photo, bool mirrored, float[] shares)
    {
        var pixels = new byte[photo.Pixels.Length];
        for (int i = 0; i < pixels.Length / 3; i++)
        {
            int row = i / photo.Width, column = i % photo.Width;
            int from = row * photo.Width + (mirrored ? photo.Width - 1 - column : column);
            for (int c = 0; c < 3; c++) pixels[3 * i + c] = (byte)(photo.Pixels[3 * from + c] * shares[c]);
        }

        return new RgbImage(photo.Width, photo.Height, pixels);
    }
}
