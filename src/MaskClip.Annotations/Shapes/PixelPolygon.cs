namespace MaskClip.Annotations.Shapes;

/// <summary>A polygon with holes. Rings are not closed by repeating their first point. Immutable.</summary>
/// <param name="Exterior">The outer ring: at least three points, clockwise as seen on the picture where this library made it.</param>
/// <param name="Holes">Rings that are cut out, the other way round.</param>
public sealed record PixelPolygon(IReadOnlyList<PixelPoint> Exterior, IReadOnlyList<IReadOnlyList<PixelPoint>> Holes)
{
    /// <summary>The outer ring, then the holes.</summary>
    public IEnumerable<IReadOnlyList<PixelPoint>> Rings => Holes.Prepend(Exterior);

    /// <summary>
    /// Twice the signed area of a ring: positive where it runs clockwise as seen on the picture (the shoelace formula, y down).
    /// </summary>
    internal static double SignedArea(IReadOnlyList<PixelPoint> ring)
    {
        if (ring is PixelPoint[] points) return SignedArea(points.AsSpan());
        double sum = 0;
        for (int i = 0, last = ring.Count - 1; i < ring.Count; last = i++) sum += ring[last].X * ring[i].Y - ring[i].X * ring[last].Y;
        return sum;
    }

    private static double SignedArea(ReadOnlySpan<PixelPoint> ring)
    {
        double sum = 0;
        for (int i = 0, last = ring.Length - 1; i < ring.Length; last = i++) sum += ring[last].X * ring[i].Y - ring[i].X * ring[last].Y;
        return sum;
    }
}
