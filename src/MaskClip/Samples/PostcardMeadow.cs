using System.Numerics;
using static MaskClip.Samples.HashNoise;

namespace MaskClip.Samples;

/// <summary>A sunlit meadow from the lake's shore to the viewer.</summary>
internal static class PostcardMeadow
{
    /// <summary>The meadow's colour; see <see cref="PostcardScene.Formula"/>.</summary>
    public static Vector3 Colour(float x, float y, Vector3 below)
    {
        float inland = y - Math.Max(PostcardLake.Shore(x), PostcardScene.Horizon + 0.012f);
        if (inland < -0.002f) return below;
        float sand = Step(0.016f, 0.003f, inland) * (x < 0.95f ? 1 : 0);
        var bank = Vector3.Lerp(new Vector3(120, 104, 76), new Vector3(170, 152, 116), Fractal(90 * x, 160 * y, 3, 301));
        return Vector3.Lerp(below, Vector3.Lerp(Grass(x, y), bank, sand), Step(-0.002f, 0.001f, inland));
    }

    private static Vector3 Grass(float x, float y)
    {
        // One step down the picture is a shorter step over the ground the nearer it is.
        float distance = 1 / (y - PostcardScene.Horizon + 0.05f);
        float u = (x - 0.7f) * distance, v = 2.2f * distance;
        float patches = Fractal(1.3f * u, v, 4, 311), tufts = Fractal(9 * u, 7 * v, 4, 321);
        float blades = Smooth(260 * x, 70 * y, 331) * 0.6f + Smooth(520 * x, 120 * y, 341) * 0.4f;
        float light = 0.45f * patches + 0.30f * tufts + 0.25f * blades;
        var green = Vector3.Lerp(new Vector3(36, 66, 18), new Vector3(152, 178, 74), Math.Clamp(1.7f * light - 0.32f, 0, 1));
        var dry = Vector3.Lerp(green, new Vector3(178, 170, 92), 0.5f * Step(0.58f, 0.78f, patches));
        return Vector3.Lerp(dry, new Vector3(150, 176, 120), 0.30f * Step(0.60f, PostcardScene.Horizon, y));
    }
}
