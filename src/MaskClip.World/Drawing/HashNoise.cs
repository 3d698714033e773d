namespace MaskClip.World.Drawing;

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

    /// <summary>0 below one edge, 1 above the other, smooth between.</summary>
    public static float Step(float from, float to, float value) => Ease(Math.Clamp((value - from) / (to - from), 0, 1));

    /// <summary>From a to b by a share.</summary>
    public static float Mix(float a, float b, float share) => a + (b - a) * share;

    private static float Ease(float t) => t * t * (3 - 2 * t);
}
