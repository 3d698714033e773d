using System.Numerics;
using static MaskClip.Samples.HashNoise;

namespace MaskClip.Samples;

/// <summary>Rocky peaks with snow, wooded hills before them, a line of trees at their foot; the farther, the hazier.</summary>
internal static class PostcardMountains
{
    private static readonly Vector2[] Peaks =
    [
        new(0.02f, 0.27f), new(0.42f, 0.145f), new(0.66f, 0.22f), new(0.93f, 0.285f), new(1.33f, 0.25f),
    ];

    private static readonly Vector3 Haze = new(168, 192, 216);

    /// <summary>The mountains' colour; see <see cref="PostcardScene.Formula"/>.</summary>
    public static Vector3 Colour(float x, float y, Vector3 below)
    {
        if (y > PostcardScene.Horizon + 0.02f) return below;
        var colour = Cover(below, Rock(x, y), y - Ridge(x));
        colour = Cover(colour, Hill(x, y), y - HillTop(x));
        return Cover(colour, TreeLine(x, y), y - TreeTop(x));
    }

    private static Vector3 Cover(Vector3 below, Vector3 colour, float depth) => Vector3.Lerp(below, colour, Step(-0.001f, 0.001f, depth));

    private static float Ridge(float x)
    {
        float ridge = 1;
        foreach (var peak in Peaks) ridge = Math.Min(ridge, peak.Y + 0.62f * Math.Abs(x - peak.X));
        return ridge + 0.07f * (Fractal(9 * x, 0.5f, 6, 31) - 0.5f);
    }

    private static Vector3 Rock(float x, float y)
    {
        // The slope of a made-up relief against the light from the right gives facets, gullies and shaded sides.
        float u = 8 * x + 1.2f * Fractal(5 * x, 5 * y, 3, 41), v = 6 * y;
        float light = Math.Clamp(0.46f + 8f * (Relief(u - 0.05f, v) - Relief(u + 0.05f, v)), 0, 1);
        float snowLine = 0.25f + 0.09f * (Fractal(14 * x, 14 * y, 4, 51) - 0.5f) - 0.05f * (light - 0.5f);
        var stone = Vector3.Lerp(new Vector3(40, 44, 52), new Vector3(150, 136, 118), light);
        var snow = Vector3.Lerp(new Vector3(142, 164, 200), new Vector3(250, 250, 250), light);
        var colour = Vector3.Lerp(snow, stone, Step(snowLine - 0.012f, snowLine + 0.012f, y));
        return Vector3.Lerp(colour, Haze, 0.03f + 0.30f * Step(0.20f, 0.46f, y));
    }

    private static float Relief(float u, float v)
    {
        float noise = Fractal(u, v, 6, 61);
        return 1 - Math.Abs(2 * noise - 1);
    }

    private static float HillTop(float x) =>
        0.405f - 0.035f * MathF.Sin(3.1f * x + 0.6f) - 0.02f * MathF.Sin(7.3f * x) + 0.012f * Fractal(60 * x, 2.5f, 4, 71);

    private static Vector3 Hill(float x, float y)
    {
        float wood = Fractal(70 * x, 110 * y, 4, 81), slope = Fractal(7 * x, 14 * y, 3, 91);
        var colour = Vector3.Lerp(new Vector3(38, 62, 44), new Vector3(98, 124, 70), 0.65f * wood + 0.5f * (slope - 0.25f));
        return Vector3.Lerp(colour, Haze, 0.34f);
    }

    private static float TreeTop(float x) => 0.448f - 0.016f * Fractal(34 * x, 8.5f, 4, 101) - 0.012f * Smooth(110 * x, 3.5f, 111);

    private static Vector3 TreeLine(float x, float y)
    {
        float leaves = Fractal(130 * x, 150 * y, 3, 121);
        return Vector3.Lerp(new Vector3(22, 40, 20), new Vector3(86, 112, 52), leaves * Step(0.475f, 0.43f, y) + 0.12f * leaves);
    }
}
