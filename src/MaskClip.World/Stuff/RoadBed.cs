namespace MaskClip.World.Stuff;

/// <summary>How a road lies in a scene: across it from left to right, from the viewer to the horizon, or everywhere.</summary>
/// <param name="Top">Across: the row of its far edge. Towards the horizon: the horizon.</param>
/// <param name="Bottom">Across: the row of its near edge.</param>
/// <param name="Middle">Towards the horizon: where it vanishes.</param>
/// <param name="Foot">Towards the horizon: its middle at the picture's foot.</param>
/// <param name="HalfWidth">Towards the horizon: half its width at the picture's foot. Across: 0. Everywhere: infinite.</param>
internal sealed record RoadBed(float Top, float Bottom, float Middle, float Foot, float HalfWidth)
{
    /// <summary>No edges, no lines.</summary>
    public static RoadBed Everywhere { get; } = new(0, 0, 0, 0, float.PositiveInfinity);

    /// <summary>From left to right between two rows.</summary>
    public static RoadBed Across(float top, float bottom) => new(top, bottom, 0, 0, 0);

    /// <summary>Where a place is: across the road (-1 to 1 between its edges; not a number when it has none), and along it.</summary>
    public (float Across, float Along) At(float x, float y, View view)
    {
        if (float.IsInfinity(HalfWidth)) return (float.NaN, 0);
        if (HalfWidth == 0) return (2 * (y - Top) / (Bottom - Top) - 1, x);
        float near = (y - Top) / (view.Height - Top);
        if (near <= 0) return (2, 0);
        return ((x - Middle - (Foot - Middle) * near) / (HalfWidth * near + 0.008f), 0.7f * view.Distance(y));
    }
}
