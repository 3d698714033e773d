using NetTopologySuite.Geometries;
using NetTopologySuite.Noding;

namespace MaskClip.Annotations.Shapes;

/// <summary>Where a ring crosses itself.</summary>
/// <remarks>
/// Sides that touch are not a crossing: holes are drawn by a bridge that is walked twice, and parts of a region may meet in a corner.
/// </remarks>
internal static class RingCrossing
{
    /// <summary>A point at which two sides of a ring cross, both inside them; <see langword="null"/> where there is none.</summary>
    public static PixelPoint? Find(IReadOnlyList<PixelPoint> ring)
    {
        if (ring.Count < 4) return null;
        var coordinates = new Coordinate[ring.Count + 1];
        for (int i = 0; i < ring.Count; i++) coordinates[i] = new Coordinate(ring[i].X, ring[i].Y);
        coordinates[^1] = coordinates[0];
        var crossing = new SegmentIntersectionDetector { FindProper = true };
        new MCIndexNoder(crossing).ComputeNodes([new BasicSegmentString(coordinates, null)]);
        return crossing.HasProperIntersection ? new(crossing.Intersection.X, crossing.Intersection.Y) : null;
    }
}
