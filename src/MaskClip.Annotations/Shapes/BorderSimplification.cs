using NetTopologySuite.Geometries;

namespace MaskClip.Annotations.Shapes;

/// <summary>
/// Simplifies the borders between regions once for both sides. Each ring is cut at junctions; a piece is known by its two ends and the
/// first corner in between, whichever way it is gone along.
/// </summary>
internal sealed class BorderSimplification
{
    // How often the tolerance of a piece is halved before all its corners are kept.
    private const int MaxHalvings = 4;

    private readonly IReadOnlyList<PixelPolygon>[] outlines;
    private readonly RegionMap map;
    private readonly Dictionary<(PixelPoint, PixelPoint, PixelPoint), int> halvings = [];

    /// <summary>Prepares it.</summary>
    public BorderSimplification(RegionMap map, IReadOnlyList<PixelPolygon>[] outlines)
    {
        this.map = map;
        this.outlines = [.. outlines.Select(polygons => polygons.Select(polygon => new PixelPolygon(
            WithJunctions(polygon.Exterior), [.. polygon.Holes.Select(WithJunctions)])).ToArray())];
    }

    /// <summary>The simplified polygons of each region.</summary>
    public IReadOnlyList<PixelPolygon>[] Simplify(double tolerance)
    {
        while (true)
        {
            var simplified = outlines.Select(polygons => polygons.Select(polygon => Simplify(polygon, tolerance)).ToArray()).ToArray();
            bool isDone = true;
            for (int i = 0; i < outlines.Length; i++)
            {
                for (int j = 0; j < simplified[i].Length; j++)
                {
                    if (IsValid(simplified[i][j])) continue;
                    isDone = false;
                    foreach (var ring in outlines[i][j].Rings)
                    {
                        foreach (var piece in Pieces(ring)) halvings[Key(piece)] = halvings.GetValueOrDefault(Key(piece)) + 1;
                    }
                }
            }

            if (isDone) return simplified;
        }
    }

    private PixelPolygon Simplify(PixelPolygon polygon, double tolerance) =>
        new(Simplify(polygon.Exterior, tolerance), [.. polygon.Holes.Select(hole => Simplify(hole, tolerance))]);

    private PixelPoint[] Simplify(IReadOnlyList<PixelPoint> ring, double tolerance)
    {
        List<PixelPoint> points = [];
        foreach (var piece in Pieces(ring))
        {
            int halved = halvings.GetValueOrDefault(Key(piece));
            double allowed = halved > MaxHalvings ? 0 : tolerance / (1 << halved);
            var kept = DouglasPeucker(piece, allowed);
            points.AddRange(kept.Take(kept.Count - 1)); // the last is the next piece's first
        }

        return [.. points];
    }

    // From junction to junction; a ring without any is cut at its first corner and the one farthest from it, on either side the same.
    private IEnumerable<PixelPoint[]> Pieces(IReadOnlyList<PixelPoint> ring)
    {
        var cuts = Enumerable.Range(0, ring.Count).Where(i => map.IsJunction(ring[i])).ToList();

        // A ring without a junction is cut at its first corner, seen from either side.
        if (cuts.Count == 0) cuts.Add(Enumerable.Range(0, ring.Count).MinBy(i => Order(ring[i])));
        for (int i = 0; i < cuts.Count; i++)
        {
            int length = (cuts[(i + 1) % cuts.Count] - cuts[i] + ring.Count - 1) % ring.Count + 1; // all around, with one cut
            int start = cuts[i];
            yield return [.. Enumerable.Range(0, length + 1).Select(j => ring[(start + j) % ring.Count])];
        }
    }

    // Where two other regions meet at a straight side, that side must not move either.
    private PixelPoint[] WithJunctions(IReadOnlyList<PixelPoint> ring)
    {
        List<PixelPoint> points = [];
        for (int i = 0; i < ring.Count; i++)
        {
            var (from, to) = (ring[i], ring[(i + 1) % ring.Count]);
            points.Add(from);
            double stepX = Math.Sign(to.X - from.X), stepY = Math.Sign(to.Y - from.Y);
            for (var at = new PixelPoint(from.X + stepX, from.Y + stepY); at != to; at = new PixelPoint(at.X + stepX, at.Y + stepY))
            {
                if (map.IsJunction(at)) points.Add(at);
            }
        }

        return [.. points];
    }

    private static (double Y, double X) Order(PixelPoint point) => (point.Y, point.X);

    private static double Distance(PixelPoint a, PixelPoint b) => (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y);

    // The corners in between belong to no other piece; the first of them is the same from both ends.
    private static (PixelPoint, PixelPoint, PixelPoint) Key(PixelPoint[] piece)
    {
        var (first, last) = (piece[0], piece[^1]);
        if (Order(first).CompareTo(Order(last)) > 0) (first, last) = (last, first);
        return (first, last, piece.Length > 2 ? piece[1..^1].MinBy(Order) : last);
    }

    // Which of several corners is the farthest, and how far it is, must not depend on the direction.
    private static List<PixelPoint> DouglasPeucker(PixelPoint[] points, double tolerance)
    {
        var isKept = new bool[points.Length];
        (isKept[0], isKept[^1]) = (true, true);
        var open = new Stack<(int First, int Last)>([(0, points.Length - 1)]);
        while (open.TryPop(out var part))
        {
            int farthest = -1;
            double most = tolerance;
            for (int i = part.First + 1; i < part.Last; i++)
            {
                double distance = DistanceToSegment(points[i], points[part.First], points[part.Last]);
                bool isFirst = distance == most && farthest >= 0 && Order(points[i]).CompareTo(Order(points[farthest])) < 0;
                if (distance > most || isFirst) (most, farthest) = (distance, i);
            }

            if (farthest < 0) continue;
            isKept[farthest] = true;
            open.Push((part.First, farthest));
            open.Push((farthest, part.Last));
        }

        return [.. points.Where((_, i) => isKept[i])];
    }

    private static double DistanceToSegment(PixelPoint point, PixelPoint from, PixelPoint to)
    {
        if (Order(from).CompareTo(Order(to)) > 0) (from, to) = (to, from);
        double x = to.X - from.X, y = to.Y - from.Y, length = x * x + y * y;
        double along = length == 0 ? 0 : Math.Clamp(((point.X - from.X) * x + (point.Y - from.Y) * y) / length, 0, 1);
        return Math.Sqrt(Distance(point, new PixelPoint(from.X + along * x, from.Y + along * y)));
    }

    private static bool IsValid(PixelPolygon polygon)
    {
        if (polygon.Rings.Any(ring => ring.Count < 3)) return false;
        return new Polygon(Ring(polygon.Exterior), [.. polygon.Holes.Select(Ring)]).IsValid;

        static LinearRing Ring(IReadOnlyList<PixelPoint> ring) =>
            new([.. ring.Append(ring[0]).Select(point => new Coordinate(point.X, point.Y))]);
    }
}
