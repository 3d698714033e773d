namespace MaskClip.Training.Augmentation;

/// <summary>
/// Varies brightness, contrast, saturation and hue, each with even odds; contrast comes before or after the other two (mmseg's transform of
/// this name, its order of draws and its ranges).
/// </summary>
internal static class PhotoMetricDistortion
{
    private const double Brightness = 32;
    private const double LowFactor = 0.5;
    private const double HighFactor = 1.5;
    private const int Hue = 18;

    /// <summary>Returns a varied copy.</summary>
    public static RgbImage Apply(RgbImage photo, SampleRandom random)
    {
        var pixels = photo.Pixels.ToArray();
        if (random.Coin()) Convert(pixels, 1, random.Uniform(-Brightness, Brightness));
        bool contrastFirst = random.Coin();
        if (contrastFirst && random.Coin()) Convert(pixels, random.Uniform(LowFactor, HighFactor), 0);
        if (random.Coin()) Saturate(pixels, random.Uniform(LowFactor, HighFactor));
        if (random.Coin()) TurnHue(pixels, random.Below(2 * Hue) - Hue);
        if (!contrastFirst && random.Coin()) Convert(pixels, random.Uniform(LowFactor, HighFactor), 0);
        return new RgbImage(photo.Width, photo.Height, pixels);
    }

    private static void Convert(Span<byte> pixels, double factor, double offset)
    {
        Span<byte> table = stackalloc byte[256];
        for (int i = 0; i < 256; i++) table[i] = Clip(i * factor + offset);
        foreach (ref byte value in pixels) value = table[value];
    }

    private static void Saturate(Span<byte> pixels, double factor)
    {
        Span<byte> table = stackalloc byte[256];
        for (int i = 0; i < 256; i++) table[i] = Clip(i * factor);
        for (int at = 0; at < pixels.Length; at += 3)
        {
            var (hue, saturation, value) = ByteHsv.FromRgb(pixels[at], pixels[at + 1], pixels[at + 2]);
            (pixels[at], pixels[at + 1], pixels[at + 2]) = ByteHsv.ToRgb(hue, table[saturation], value);
        }
    }

    private static void TurnHue(Span<byte> pixels, int turn)
    {
        for (int at = 0; at < pixels.Length; at += 3)
        {
            var (hue, saturation, value) = ByteHsv.FromRgb(pixels[at], pixels[at + 1], pixels[at + 2]);
            (pixels[at], pixels[at + 1], pixels[at + 2]) = ByteHsv.ToRgb((hue + turn + ByteHsv.Hues) % ByteHsv.Hues, saturation, value);
        }
    }

    private static byte Clip(double value) => (byte)Math.Clamp(value, 0, 255);
}
