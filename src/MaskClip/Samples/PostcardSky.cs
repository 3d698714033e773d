using System.Numerics;
using static MaskClip.Samples.HashNoise;

namespace MaskClip.Samples;

/// <summary>A summer sky: deeper blue above, hazy below, the sun upper right, a few fair-weather clouds.</summary>
internal static class PostcardSky
{
    private static readonly Vector3 High = new(58, 118, 196);
    private static readonly Vector3 Low = new(196, 218, 236);

    /// <summary>The sky's colour; see <see cref="PostcardScene.Formula"/>.</summary>
    public static Vector3 Colour(float x, float y, Vector3 below)
    {
        var sky = Vector3.Lerp(High, Low, MathF.Pow(Math.Clamp(y / PostcardScene.Horizon, 0, 1), 0.8f));
        float toSun = Vector2.Distance(new Vector2(x, y), new Vector2(1.19f, 0.11f));
        sky = Vector3.Lerp(sky, new Vector3(255, 246, 222), 0.85f * MathF.Exp(-7.5f * toSun));
        sky = Clouds(x, y, sky);
        return Vector3.Lerp(sky, new Vector3(255, 253, 240), 1 - Step(0.012f, 0.052f, toSun));
    }

    private static Vector3 Clouds(float x, float y, Vector3 sky)
    {
        // Clouds lie on a flat ceiling: towards the horizon they get smaller and closer.
        float far = 0.30f / (0.64f - y);
        float u = (x - 0.7f) * far * 4.2f + 3.1f, v = far * 5.5f;
        float density = Step(0.52f, 0.74f, Fractal(u, v, 6, 11));
        float towardsSun = Step(0.50f, 0.78f, Fractal(u + 0.22f, v - 0.12f, 5, 11));
        var cloud = Vector3.Lerp(new Vector3(255, 254, 252), new Vector3(178, 188, 204), 0.75f * towardsSun);
        return Vector3.Lerp(sky, cloud, 0.92f * density * Step(0.50f, 0.34f, y));
    }
}
