namespace MaskClip.Training.Augmentation;

/// <summary>
/// Hue, saturation and value in bytes, as OpenCV has them: hue in steps of two degrees (0..179), saturation and value 0..255.
/// </summary>
internal static class ByteHsv
{
    /// <summary>Number of hues.</summary>
    public const int Hues = 180;

    /// <summary>Hue, saturation, value of a color.</summary>
    public static (int Hue, int Saturation, int Value) FromRgb(int red, int green, int blue)
    {
        int value = Math.Max(red, Math.Max(green, blue));
        int range = value - Math.Min(red, Math.Min(green, blue));
        if (range == 0) return (0, 0, value);
        double degrees = value == red ? 60.0 * (green - blue) / range
            : value == green ? 120 + 60.0 * (blue - red) / range
            : 240 + 60.0 * (red - green) / range;
        int hue = (int)Math.Round((degrees < 0 ? degrees + 360 : degrees) / 2);
        return (hue % Hues, (int)Math.Round(255.0 * range / value), value);
    }

    /// <summary>The color of hue, saturation, value.</summary>
    public static (byte Red, byte Green, byte Blue) ToRgb(int hue, int saturation, int value)
    {
        double sector = hue / 30.0;
        int whole = (int)sector;
        double fraction = sector - whole, share = saturation / 255.0;
        byte full = (byte)value;
        byte none = Round(value * (1 - share)), falling = Round(value * (1 - share * fraction)), rising = Round(
            value * (1 - share * (1 - fraction)));
        return whole switch
        {
            0 => (full, rising, none),
            1 => (falling, full, none),
            2 => (none, full, rising),
            3 => (none, falling, full),
            4 => (rising, none, full),
            _ => (full, none, falling),
        };
    }

    private static byte Round(double value) => (byte)Math.Round(value);
}
