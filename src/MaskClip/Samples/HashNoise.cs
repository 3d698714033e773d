namespace MaskClip.Samples;

/// <summary>Repeatable randomness over the plane, from an integer hash: the same on every machine and in every order of asking.</summary>
internal static class HashNoise
{
    /// <summary>A random number 0..1 for a grid point.</summary>
    public static float At(int x, int y, int seed)
    {
        uint hash = unchecked((uint)x * 374761393u + (uint)y * 668265263u + (uint)seed * 2654435769u);
        hash = (hash ^ hash >> 13) * 1274126177u;
        hash = (hash ^ hash >> 15) * 2246822519u;
        return ((hash ^ hash >> 16) & 0xFFFFFF) / (float)0x1000000;
    }

    /// <summary>Smooth noise 0..1 with features about 1 large: grid values, blended (value noise).</summary>
    public static float Smooth(float x, float y, int seed)
    {
        float left = MathF.Floor(x), top = MathF.Floor(y);
        float across = Ease(x - left), down = Ease(y - top);
        int column = (int)left, row = (int)top;
        float upper = Mix(At(column, row, seed), At(column + 1, row, seed), across);
        float lower = Mix(At(column, row + 1, seed), At(column + 1, row + 1, seed), across);
        return Mix(upper, lower, down);
    }

    /// <summary>Noise 0..1 with finer and finer, weaker and weaker detail (fractional Brownian motion).</summary>
    public static float Fractal(float x, float y, int octaves, int seed)
    {
        float sum = 0, weight = 0.5f, total = 0;
        for (int i = 0; i < octaves; i++)
        {
            sum += weight * Smooth(x, y, seed + i);
            total += weight;
            (x, y) = (2.03f * x + 0.31f * y, 2.03f * y - 0.31f * x);
            weight *= 0.5f;
        }

        return sum / total;
    }

    /// <summary>0 below one edge, 1 above the other, smooth between.</summary>
    public static float Step(float from, float to, float value) => Ease(Math.Clamp((value - from) / (to - from), 0, 1));

    /// <summary>From a to b by a share.</summary>
    public static float Mix(float a, float b, float share) => a + (b - a) * share;

    private static float Ease(float t) => t * t * (3 - 2 * t);
}
