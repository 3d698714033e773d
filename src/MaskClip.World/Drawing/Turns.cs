namespace MaskClip.World.Drawing;

/// <summary>Sine and cosine of turns (1 is a full circle) from additions and products alone, which every machine rounds alike.</summary>
/// <remarks>The C library's differ between systems in the last bit, enough to move the edge of a mask.</remarks>
internal static class Turns
{
    /// <summary>The sine, within 2e-6.</summary>
    public static float Sin(float turns)
    {
        float x = turns - MathF.Floor(turns + 0.5f);
        if (x > 0.25f) x = 0.5f - x;
        else if (x < -0.25f) x = -0.5f - x;
        float a = 6.2831853f * x, square = a * a;
        return a * (1 - square * (1 / 6f - square * (1 / 120f - square * (1 / 5040f - square / 362880f))));
    }

    /// <summary>The cosine, within 2e-6.</summary>
    public static float Cos(float turns) => Sin(turns + 0.25f);
}
