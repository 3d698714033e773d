namespace MaskClip.Annotations.Shapes;

/// <summary>Which region each pixel belongs to, with a border of pixels of no region, and the outlines of all regions.</summary>
internal sealed class RegionMap
{
    // East, south, west, north: along the upper side of a region one goes east, with the region at the right hand.
    private static readonly (int X, int Y)[] Steps = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    private readonly int[] ids;
    private readonly int stride, left, top, count;

    /// <summary>Draws one region.</summary>
    public RegionMap(RegionMask mask)
        : this([mask], mask.Box)
    {
    }

    /// <summary>Draws the regions of a photo; later ones lie above.</summary>
    /// <exception cref="ArgumentException">They are of photos of several sizes.</exception>
    public RegionMap(IReadOnlyList<RegionMask> masks)
        : this(masks, (0, 0, masks[0].Width, masks[0].Height))
    {
        var other = masks.FirstOrDefault(mask => (mask.Width, mask.Height) != (masks[0].Width, masks[0].Height));
        if (other is null) return;
        throw new ArgumentException(
            $"Regions of photos of {masks[0].Width}x{masks[0].Height} and {other.Width}x{other.Height} pixels cannot be outlined together.",
            nameof(masks));
    }

    private RegionMap(IReadOnlyList<RegionMask> masks, (int X, int Y, int Width, int Height) box)
    {
        (left, top, stride, count) = (box.X - 1, box.Y - 1, box.Width + 2, masks.Count);
        ids = new int[stride * (box.Height + 2)];
        for (int i = 0; i < count; i++)
        {
            foreach (var run in masks[i].Runs)
            {
                int start = (run.Y - top) * stride + run.X - left;
                if (start >= 0 && start + run.Length <= ids.Length) ids.AsSpan(start, run.Length).Fill(i + 1);
            }
        }
    }

    /// <summary>
    /// Whether a corner of pixels is one where a border must not move: three or more regions meet there, two pixels of one region touch, or
    /// it is a corner of the photo.
    /// </summary>
    public bool IsJunction(PixelPoint point)
    {
        int at = ((int)point.Y - top) * stride + (int)point.X - left;
        int a = ids[at - stride - 1], b = ids[at - stride], c = ids[at - 1], d = ids[at];
        if (a == d && b == c) return true;
        int rows = ids.Length / stride - 2, columns = stride - 2;
        if ((point.X == left + 1 || point.X == left + 1 + columns) && (point.Y == top + 1 || point.Y == top + 1 + rows)) return true;
        int sides = (a != b ? 1 : 0) + (b != d ? 1 : 0) + (d != c ? 1 : 0) + (c != a ? 1 : 0);
        return sides > 2;
    }

    /// <summary>The polygons of each region.</summary>
    public IReadOnlyList<PixelPolygon>[] Outlines()
    {
        var rings = new List<PixelPoint[]>[count];
        for (int i = 0; i < count; i++) rings[i] = [];
        var seen = new bool[ids.Length];
        for (int at = stride; at < ids.Length; at++)
        {
            int id = ids[at];
            if (id != 0 && ids[at - stride] != id && !seen[at]) Trace(at, id, seen, rings[id - 1]);
        }

        return [.. rings.Select(Polygons)];
    }

    /// <summary>
    /// Goes around the border that begins with a pixel's upper side. Where two pixels of the region touch at a corner it stays with its
    /// own; a ring that comes to such a corner again is cut there, so that no ring touches itself.
    /// </summary>
    private void Trace(int start, int id, bool[] seen, List<PixelPoint[]> rings)
    {
        var points = new List<int>();
        var touched = new Dictionary<int, int>();
        int at = start, direction = 0; // the corner at the upper left of pixel 'at'
        do
        {
            if (points.Count == 0) Turn(at, id, points, touched, rings);
            do
            {
                if (direction == 0) seen[at] = true;
                at += Steps[direction].Y * stride + Steps[direction].X;
            }
            while (IsStraight(at, id, direction));
            direction = Next(at, id, direction);
            if (at != start || direction != 0) Turn(at, id, points, touched, rings);
        }
        while (at != start || direction != 0);
        rings.Add([.. points.Select(Point)]);
    }

    private void Turn(int at, int id, List<int> points, Dictionary<int, int> touched, List<PixelPoint[]> rings)
    {
        bool a = ids[at - stride - 1] == id, b = ids[at - stride] == id, c = ids[at - 1] == id, d = ids[at] == id;
        if (a == d && b == c && a != b && !touched.TryAdd(at, points.Count))
        {
            int first = touched[at];
            rings.Add([.. points.Skip(first).Select(Point)]);
            foreach (int point in points.Skip(first + 1)) touched.Remove(point);
            points.RemoveRange(first + 1, points.Count - first - 1);
            return;
        }

        points.Add(at);
    }

    // The pixels ahead of a corner, at the left and the right hand.
    private (bool Left, bool Right) Ahead(int at, int id, int direction) => direction switch
    {
        0 => (ids[at - stride] == id, ids[at] == id),
        1 => (ids[at] == id, ids[at - 1] == id),
        2 => (ids[at - 1] == id, ids[at - stride - 1] == id),
        _ => (ids[at - stride - 1] == id, ids[at - stride] == id),
    };

    private bool IsStraight(int at, int id, int direction) => Ahead(at, id, direction) is (false, true);

    private int Next(int at, int id, int direction) => Ahead(at, id, direction).Right ? (direction + 3) % 4 : (direction + 1) % 4;

    private PixelPoint Point(int at) => new(at % stride + left, at / stride + top);

    private static IReadOnlyList<PixelPolygon> Polygons(List<PixelPoint[]> rings)
    {
        var exteriors = rings.Where(ring => PixelPolygon.SignedArea(ring) > 0).ToArray();
        var holes = exteriors.Select(_ => new List<IReadOnlyList<PixelPoint>>()).ToArray();
        foreach (var hole in rings.Where(ring => PixelPolygon.SignedArea(ring) < 0)) holes[Owner(exteriors, hole)].Add(hole);
        return [.. exteriors.Select((exterior, i) => new PixelPolygon(exterior, holes[i]))];
    }

    // The smallest exterior around a hole. A point beside the hole's first side is tested: corners may lie on another ring.
    private static int Owner(PixelPoint[][] exteriors, PixelPoint[] hole)
    {
        if (exteriors.Length == 1) return 0;
        var (from, to) = (hole[0], hole[1]);
        double length = Math.Abs(to.X - from.X) + Math.Abs(to.Y - from.Y);
        var (stepX, stepY) = ((to.X - from.X) / length, (to.Y - from.Y) / length);

        // The middle of the pixel of the region at the right hand.
        var inside = new PixelPoint(from.X + 0.5 * stepX - 0.5 * stepY, from.Y + 0.5 * stepY + 0.5 * stepX);
        int best = -1;
        for (int i = 0; i < exteriors.Length; i++)
        {
            if (Contains(exteriors[i], inside)
                && (best < 0 || PixelPolygon.SignedArea(exteriors[i]) < PixelPolygon.SignedArea(exteriors[best]))) best = i;
        }

        return best;
    }

    private static bool Contains(PixelPoint[] ring, PixelPoint point)
    {
        bool inside = false;
        for (int i = 0, last = ring.Length - 1; i < ring.Length; last = i++)
        {
            var (a, b) = (ring[last], ring[i]);
            if (a.Y > point.Y != b.Y > point.Y && point.X < a.X + (point.Y - a.Y) / (b.Y - a.Y) * (b.X - a.X)) inside = !inside;
        }

        return inside;
    }
}
