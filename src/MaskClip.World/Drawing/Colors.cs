using SkiaSharp;

namespace MaskClip.World.Drawing;

/// <summary>Named colors, and light and dark of any color, in whole numbers.</summary>
internal static class Colors
{
    /// <summary>Every name.</summary>
    public static IReadOnlyList<ColorName> All { get; } = Enum.GetValues<ColorName>();

    /// <summary>One of the many colors that a name stands for.</summary>
    public static SKColor Of(ColorName name, Dice dice)
    {
        var (red, green, blue) = name switch
        {
            ColorName.Red => (206, 34, 32),
            ColorName.Orange => (242, 128, 24),
            ColorName.Yellow => (248, 214, 46),
            ColorName.Green => (52, 156, 58),
            ColorName.Blue => (40, 92, 206),
            ColorName.Purple => (128, 56, 170),
            ColorName.Pink => (246, 142, 184),
            ColorName.Brown => (124, 76, 40),
            ColorName.Black => (36, 36, 40),
            ColorName.White => (240, 240, 236),
            _ => (138, 140, 146),
        };
        int light = 88 + dice.Below(25);
        return new SKColor(Channel(red), Channel(green), Channel(blue));

        byte Channel(int value) => (byte)Math.Clamp(value * light / 100 + dice.Below(21) - 10, 0, 255);
    }

    /// <summary>A color times a percentage: below 100 darker, above lighter (towards white).</summary>
    public static SKColor Shade(this SKColor color, int percent) => percent <= 100
        ? new SKColor((byte)(color.Red * percent / 100), (byte)(color.Green * percent / 100), (byte)(color.Blue * percent / 100),
            color.Alpha)
        : color.Towards(SKColors.White, Math.Min(percent - 100, 100));

    /// <summary>A color on its way to another, in percent.</summary>
    public static SKColor Towards(this SKColor color, SKColor other, int percent) =>
        new(Mix(color.Red, other.Red, percent), Mix(color.Green, other.Green, percent), Mix(color.Blue, other.Blue, percent),
            color.Alpha);

    /// <summary>How bright a color looks, 0..255.</summary>
    public static int Brightness(this SKColor color) => (54 * color.Red + 183 * color.Green + 19 * color.Blue) >> 8;

    private static byte Mix(int from, int to, int percent) => (byte)((from * (100 - percent) + to * percent) / 100);
}
