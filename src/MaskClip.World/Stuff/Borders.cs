using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>Where one piece of stuff ends and the next begins: for each column of pixels, a row.</summary>
internal static class Borders
{
    /// <summary>A level edge, wavy by a little if so wished.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="unit">Pixels a unit.</param>
    /// <param name="y">The row, in units.</param>
    /// <param name="waves">How far it strays, in units.</param>
    /// <param name="slant">How much lower it is at the right than at the left, in units.</param>
    /// <param name="dice">Decides its course.</param>
    public static float[] Level(int width, float unit, float y, float waves, float slant, Dice dice)
    {
        float offset = dice.Below(NoiseTile.Size), at = dice.Below(NoiseTile.Size);
        var rows = new float[width];
        for (int x = 0; x < width; x++)
        {
            float across = (x + 0.5f) / width - 0.5f;
            rows[x] = unit * (y + slant * across + waves * (2 * NoiseTile.Smooth(offset + x / unit * 40, at) - 1));
        }

        return rows;
    }

    /// <summary>A ridge of peaks above a level.</summary>
    public static float[] Ridge(int width, float unit, float foot, float height, Dice dice)
    {
        int peaks = 2 + dice.Below(4);
        Span<float> tops = stackalloc float[peaks], places = stackalloc float[peaks], steep = stackalloc float[peaks];
        for (int i = 0; i < peaks; i++)
        {
            places[i] = width / unit * (i + dice.Between(0.1f, 0.9f)) / peaks;
            tops[i] = height * dice.Between(0.5f, 1);
            steep[i] = dice.Between(0.45f, 1.1f);
        }

        float offset = dice.Below(NoiseTile.Size), at = dice.Below(NoiseTile.Size);
        var rows = new float[width];
        for (int x = 0; x < width; x++)
        {
            float highest = 0.12f * height, here = (x + 0.5f) / unit;
            for (int i = 0; i < peaks; i++) highest = Math.Max(highest, tops[i] - steep[i] * MathF.Abs(here - places[i]));
            rows[x] = unit * (foot - highest - 0.10f * (NoiseTile.Smooth(offset + here * 110, at) - 0.5f));
        }

        return rows;
    }
}
