using MaskClip.World.Drawing;
using SkiaSharp;

namespace MaskClip.World.Layouts;

/// <summary>What a camera adds: exposure, contrast, a tint, blur, grain, dark corners.</summary>
internal sealed class Film
{
    private readonly float exposure;
    private readonly float contrast;
    private readonly int[] tint;
    private readonly int blur;
    private readonly float grain;
    private readonly float corners;
    private readonly int seed;

    /// <summary>Loads a film.</summary>
    public Film(Dice dice)
    {
        exposure = dice.Between(0.88f, 1.12f);
        contrast = dice.Between(0.85f, 1.15f);
        tint = [dice.Below(17) - 8, dice.Below(9) - 4, dice.Below(17) - 8];
        blur = dice.Below(20) switch { < 11 => 0, < 18 => 1, _ => 2 };
        grain = dice.Below(20) switch { < 4 => 0, < 19 => dice.Between(2, 9), _ => dice.Between(14, 26) };
        corners = dice.Chance(0.3f) ? dice.Between(0.15f, 0.5f) : 0;
        seed = dice.Below(1 << 20);
    }

    private Film()
    {
        (exposure, contrast, grain, corners, tint) = (1.02f, 1.04f, 3, 0.12f, [3, 1, -2]);
    }

    /// <summary>A good film in a good camera.</summary>
    public static Film Clear { get; } = new();

    /// <summary>Whether anyone would call it blurred.</summary>
    public bool IsBlurred => blur > 1;

    /// <summary>Whether anyone would call it grainy.</summary>
    public bool IsGrainy => grain > 12;

    /// <summary>Develops a picture.</summary>
    /// <param name="bitmap">RGBA.</param>
    public unsafe RgbImage Develop(SKBitmap bitmap)
    {
        int width = bitmap.Width, height = bitmap.Height;
        var pixels = new byte[3 * width * height];
        var from = (byte*)bitmap.GetPixels();
        for (int at = 0; at < width * height; at++)
        {
            for (int channel = 0; channel < 3; channel++) pixels[3 * at + channel] = from[4 * at + channel];
        }

        // Blur is a matter of the picture, not of its pixels: larger pictures get more of it.
        int passes = blur * Math.Max(1, Math.Min(width, height) / 128);
        for (int i = 0; i < passes; i++) Blur(pixels, width, height);
        Expose(pixels, width, height);
        return new RgbImage(width, height, pixels);
    }

    private void Expose(byte[] pixels, int width, int height)
    {
        Span<float> curve = stackalloc float[256];
        for (int i = 0; i < 256; i++) curve[i] = ((i - 128) * contrast + 128) * exposure;
        float toCorner = 4f / (width * width + height * height);
        for (int row = 0, at = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                float light = 1, noise = grain * 2 * (NoiseTile.Grain(column + seed, row - seed) - 0.5f);
                if (corners > 0)
                {
                    float right = column - width / 2f, down = row - height / 2f;
                    light = 1 - corners * (right * right + down * down) * toCorner;
                }

                for (int channel = 0; channel < 3; channel++, at++) pixels[at] =
                    (byte)Math.Clamp((curve[pixels[at]] + tint[channel]) * light + noise + 0.5f, 0, 255);
            }
        }
    }

    /// <summary>Weights 1, 2, 1 across and down.</summary>
    private static void Blur(byte[] pixels, int width, int height)
    {
        var across = new byte[pixels.Length];
        int stride = 3 * width;
        for (int row = 0; row < height; row++)
        {
            for (int i = 0; i < stride; i++)
            {
                int at = row * stride + i;
                int left = i < 3 ? at : at - 3, right = i >= stride - 3 ? at : at + 3;
                across[at] = (byte)((pixels[left] + 2 * pixels[at] + pixels[right] + 2) >> 2);
            }
        }

        for (int at = 0; at < pixels.Length; at++)
        {
            int above = at < stride ? at : at - stride, below = at >= pixels.Length - stride ? at : at + stride;
            pixels[at] = (byte)((across[above] + 2 * across[at] + across[below] + 2) >> 2);
        }
    }
}
