using SkiaSharp;

namespace MaskClip.World.Drawing;

/// <summary>Named colours, and light and dark of any colour, in whole numbers.</summary>
internal static class Colours
{
    /// <summary>Every name.</summary>
    public static IReadOnlyList<ColourName> All { get; } = Enum.GetValues<ColourName>();

    /// <summary>One of the many colours that a name stands for.</summary>
    public static SKColor Of(ColourName name, Dice dice)
    {
        var (red, green, blue) = name switch
        {
            ColourName.Red => (206, 34, 32),
            ColourName.Orange => (242, 128, 24),
            ColourName.Yellow => (248, 214, 46),
            ColourName.Green => (52, 156, 58),
            ColourName.Blue => (40, 92, 206),
            ColourName.Purple => (128, 56, 170),
            ColourName.Pink => (246, 142, 184),
            ColourName.Brown => (124, 76, 40),
            ColourName.Black => (36, 36, 40),
            ColourName.White => (240, 240, 236),
            _ => (138, 140, 146),
        };
        int light = 88 + dice.Below(25);
        return new SKColor(Channel(red), Channel(green), Channel(blue));

        byte Channel(int value) => (byte)Math.Clamp(value * light / 100 + dice.Below(21) - 10, 0, 255);
    }

    /// <summary>A colour times a percentage: below 100 darker, above lighter (towards white).</summary>
    public static SKColor Shade(this SKColor colour, int percent) => percent <= 100
        ? new SKColor((byte)(colour.Red * percent / 100), (byte)(colour.Green * percent / 100), (byte)(colour.Blue * percent / 100),
            colour.Alpha)
        : colour.Towards(SKColors.White, Math.Min(percent - 100, 100));

    /// <summary>A colour on its way to another, in percent.</summary>
    public static SKColor Towards(this SKColor colour, SKColor other, int percent) =>
        new(Mix(colour.Red, other.Red, percent), Mix(colour.Green, other.Green, percent), Mix(colour.Blue, other.Blue, percent),
            colour.Alpha);

    /// <summary>How bright a colour looks, 0..255.</summary>
    public static int Brightness(this SKColor colour) => (54 * colour.Red + 183 * colour.Green + 19 * colour.Blue) >> 8;

    private static byte Mix(int from, int to, int percent) => (byte)((from * (100 - percent) + to * percent) / 100);
}
