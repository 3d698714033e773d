namespace MaskClip.Drawing;

/// <summary>Colors for values 0..1, dark violet over red and orange to light yellow; equal steps look equally large.</summary>
/// <remarks>
/// A path of our own through Oklab (B. Ottosson, "A perceptual color space for image processing", 2020): lightness grows linearly,
/// so that the map also reads in gray and to color-blind eyes, while the hue turns and the chroma swells and fades.
/// Safe to use from several threads.
/// </remarks>
public static class ColorMap
{
    private static readonly byte[] Table = Build();

    /// <summary>Red, green, blue of 256 equally spaced values.</summary>
    internal static ReadOnlySpan<byte> Colors => Table;

    /// <summary>The color of a value.</summary>
    /// <param name="value">The value; outside 0..1 it takes the nearest end, NaN the lower.</param>
    public static (byte Red, byte Green, byte Blue) Of(float value)
    {
        var color = Table.AsSpan(Offset(value), 3);
        return (color[0], color[1], color[2]);
    }

    /// <summary>The table's offset for a value; values outside 0..1 take the nearest end, NaN the lower.</summary>
    internal static int Offset(float value) => value > 0 ? 3 * (int)(Math.Min(value, 1f) * 255 + 0.5f) : 0;

    private static byte[] Build()
    {
        var table = new byte[768];
        for (int i = 0; i < 256; i++)
        {
            double t = i / 255.0;
            double lightness = 0.18 + 0.76 * t;
            double chroma = 0.07 + 0.13 * Math.Sin(Math.PI * t);
            double hue = (285 + 180 * t) * Math.PI / 180;
            OklabToSrgb(lightness, chroma * Math.Cos(hue), chroma * Math.Sin(hue), table.AsSpan(3 * i, 3));
        }

        return table;
    }

    private static void OklabToSrgb(double lightness, double a, double b, Span<byte> rgb)
    {
        double l = Cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = Cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = Cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        rgb[0] = Encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
        rgb[1] = Encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
        rgb[2] = Encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    private static double Cube(double x) => x * x * x;

    /// <summary>The sRGB transfer curve (IEC 61966-2-1); colors outside the gamut are clipped.</summary>
    private static byte Encode(double linear)
    {
        double clipped = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * Math.Pow(clipped, 1 / 2.4) - 0.055));
    }
}
