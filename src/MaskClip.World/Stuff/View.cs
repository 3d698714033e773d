namespace MaskClip.World.Stuff;

/// <summary>Where a scene is seen from. Lengths are in short sides of the picture; y is 0 at its top.</summary>
/// <param name="Width">The picture's width.</param>
/// <param name="Height">The picture's height.</param>
/// <param name="Horizon">The row where the ground ends; above the picture (negative) when it is seen from above.</param>
internal sealed record View(float Width, float Height, float Horizon)
{
    /// <summary>How far away the ground is at a row: a step down the picture is a shorter one over the ground the nearer it is.</summary>
    public float Distance(float y) => 1 / (Math.Max(y - Horizon, 0) + 0.12f);

    /// <summary>How near the ground is at a row, from 0 at the horizon to 1 at the picture's foot.</summary>
    public float Nearness(float y) => Math.Clamp((y - Horizon) / Math.Max(Height - Horizon, 0.05f), 0, 1);
}
