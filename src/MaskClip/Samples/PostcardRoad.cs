using System.Numerics;
using static MaskClip.Samples.HashNoise;

namespace MaskClip.Samples;

/// <summary>An asphalt road from the viewer past the house to the hills.</summary>
internal static class PostcardRoad
{
    private const float Far = PostcardScene.Horizon + 0.014f;

    /// <summary>The road's middle at a row.</summary>
    public static float Middle(float y)
    {
        float near = Nearness(y);
        return 0.86f + 0.055f * near - 0.16f * near * (1 - near) * (1 - near) * 2.2f;
    }

    /// <summary>Half the road's width at a row.</summary>
    public static float HalfWidth(float y) => 0.006f + 0.35f * Nearness(y);

    /// <summary>The road's colour; see <see cref="PostcardScene.Formula"/>.</summary>
    public static Vector3 Colour(float x, float y, Vector3 below)
    {
        if (y < Far) return below;
        float half = HalfWidth(y), across = (x - Middle(y)) / half;
        float ragged = 0.05f * (Fractal(70 * x, 90 * y, 3, 401) - 0.5f);
        float gravel = Step(1.20f, 1.08f, Math.Abs(across) + 2.2f * ragged), asphalt = Step(1.03f, 1.00f, Math.Abs(across) + 0.4f * ragged);
        float distance = 1 / (y - PostcardScene.Horizon + 0.05f);
        float grain = Smooth(330 * x, 300 * y, 411) * 0.5f + Fractal(5 * (x - 0.9f) * distance, 9 * distance, 3, 421) * 0.5f;
        var stones = Vector3.Lerp(new Vector3(112, 102, 84), new Vector3(176, 164, 140), grain);
        var tar = Vector3.Lerp(new Vector3(84, 84, 88), new Vector3(136, 134, 134), grain);
        tar -= new Vector3(10) * Step(0.16f, 0.0f, Math.Abs(Math.Abs(across) - 0.48f)); // worn by wheels
        var colour = Vector3.Lerp(Vector3.Lerp(below, stones, 0.85f * gravel), tar, asphalt);
        return Vector3.Lerp(colour, new Vector3(232, 230, 222), 0.85f * asphalt * Paint(across, distance) * Step(0.25f, 0.5f, grain + 0.2f));
    }

    /// <summary>The white lines: both edges, and dashes in the middle.</summary>
    private static float Paint(float across, float distance)
    {
        float edge = Step(0.030f, 0.018f, Math.Abs(Math.Abs(across) - 0.91f));
        float dash = MathF.Sin(4.1f * distance + 0.7f) > 0 ? Step(0.034f, 0.020f, Math.Abs(across)) : 0;
        return Math.Max(edge, dash);
    }

    private static float Nearness(float y) => (y - Far) / (1 - Far);
}
