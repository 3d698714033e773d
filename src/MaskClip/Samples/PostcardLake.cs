using System.Numerics;
using static MaskClip.Samples.HashNoise;

namespace MaskClip.Samples;

/// <summary>A lake that mirrors what stands behind it, broken by ripples.</summary>
internal sealed class PostcardLake(PostcardScene behind)
{
    private const float Far = PostcardScene.Horizon + 0.008f;

    /// <summary>Where the near shore is at a column; below it there is land.</summary>
    public static float Shore(float x) =>
        0.695f - 0.44f * MathF.Pow(Math.Max(0, x - 0.14f), 1.5f) + 0.010f * MathF.Sin(9 * x) + 0.012f * (Fractal(24 * x, 1.5f, 4, 201) - 0.5f);

    /// <summary>The lake's colour; see <see cref="PostcardScene.Formula"/>.</summary>
    public Vector3 Colour(float x, float y, Vector3 below)
    {
        if (y < Far || y > Shore(x) + 0.01f) return below;
        float depth = y - Far;

        // Ripples are as long as they are far from flat: perspective squeezes the far ones into thin lines.
        float lines = 0.9f / (depth + 0.035f);
        float ripple = Fractal(x * (6 + lines), 46 * MathF.Log(depth + 0.035f), 4, 211) - 0.5f;
        float fine = Fractal(x * (18 + 2.2f * lines), 120 * MathF.Log(depth + 0.035f), 2, 221) - 0.5f;
        var mirrored = behind.At(x + 0.05f * ripple * depth * 4, PostcardScene.Horizon - 1.55f * depth - 0.10f * ripple * (0.25f + 3 * depth));
        var water = Vector3.Lerp(0.86f * mirrored, new Vector3(28, 78, 104), 0.34f + 0.5f * depth);
        water += new Vector3(34, 42, 48) * (1.1f * ripple + 1.3f * fine);
        return Vector3.Lerp(water, new Vector3(228, 238, 244), 0.55f * Step(0.24f, 0.36f, fine + 0.3f * ripple));
    }
}
