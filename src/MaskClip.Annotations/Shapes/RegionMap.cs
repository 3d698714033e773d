using System.Buffers;

namespace MaskClip.Annotations.Shapes;

/// <summary>Which region each pixel belongs to, with a border of pixels of no region, and the outlines of all regions.</summary>
internal sealed class RegionMap : IDisposable
{
    private readonly int[] ids;
    private readonly int size, stride, left, top, count;

    // Of the ring that is gone around: its corners, and which of them touch another part of the region. Directions are east, south, west
    // and north, 0 to 3: along the upper side of a region one goes east, with the region at the right hand.
    private readonly List<int> corners = [];
    private readonly Dictionary<int, int> touched = [];

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
        size = stride * (box.Height + 2);

        // New memory of a photo's size costs more than all the rest.
        ids = ArrayPool<int>.Shared.Rent(size);
        ids.AsSpan(0, size).Clear();
        for (int i = 0; i < count; i++)
        {
            foreach (var run in masks[i].Runs)
            {
                int start = (run.Y - top) * stride + run.X - left;
                if (start >= 0 && start + run.Length <= size) ids.AsSpan(start, run.Length).Fill(i + 1);
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
        int rows = size / stride - 2, columns = stride - 2;
        if ((point.X == left + 1 || point.X == left + 1 + columns) && (point.Y == top + 1 || point.Y == top + 1 + rows)) return true;
        int sides = (a != b ? 1 : 0) + (b != d ? 1 : 0) + (d != c ? 1 : 0) + (c != a ? 1 : 0);
        return sides > 2;
    }

    /// <summary>The polygons of each region.</summary>
    public IReadOnlyList<PixelPolygon>[] Outlines()
    {
        var rings = new List<PixelPoint[]>[count];
        for (int i = 0; i < count; i++) rings[i] = [];
        var seen = ArrayPool<bool>.Shared.Rent(size);
        seen.AsSpan(0, size).Clear();
        for (int at = stride; at < size;)
        {
            int id = ids[at];
            int length = ids.AsSpan(at, size - at).IndexOfAnyExcept(id) is var end && end < 0 ? size - at : end;
            if (id != 0) TraceFrom(at, length, id, seen, rings[id - 1]);
            at += length;
        }

        ArrayPool<bool>.Shared.Return(seen);
        return [.. rings.Select(Polygons)];
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<int>.Shared.Return(ids);

    // Where pixels of another region lie above a run there is an upper side; it belongs to one ring, which is seen by its first corner.
    private void TraceFrom(int at, int length, int id, bool[] seen, List<PixelPoint[]> rings)
    {
        for (int x = 0; x < length;)
        {
            int skipped = ids.AsSpan(at - stride + x, length - x).IndexOfAnyExcept(id);
            if (skipped < 0) return;
            x += skipped;
            if (!seen[at + x]) Trace(at + x, id, seen, rings);
            int side = ids.AsSpan(at - stride + x, length - x).IndexOf(id);
            if (side < 0) return;
            x += side;
        }
    }

    /// <summary>
    /// Goes around the border that begins with a pixel's upper side, from corner to corner. Where two pixels of the region touch at a
    /// corner it stays with its own; a ring that comes to such a corner again is cut there, so that no ring touches itself.
    /// </summary>
    private void Trace(int start, int id, bool[] seen, List<PixelPoint[]> rings)
    {
        corners.Clear();
        touched.Clear();
        int at = start, direction = 0; // the corner at the upper left of pixel 'at'
        do
        {
            if (direction == 0) seen[at] = true;
            Turn(at, id, rings);
            at = EndOfSide(at, id, direction);
            direction = Next(at, id, direction);
        }
        while (at != start || direction != 0);
        rings.Add(Points(0));
    }

    private void Turn(int at, int id, List<PixelPoint[]> rings)
    {
        bool a = ids[at - stride - 1] == id, b = ids[at - stride] == id;
        if (a != b && a == (ids[at] == id) && b == (ids[at - 1] == id) && !touched.TryAdd(at, corners.Count))
        {
            int first = touched[at];
            rings.Add(Points(first));
            for (int i = first + 1; i < corners.Count; i++) touched.Remove(corners[i]);
            corners.RemoveRange(first + 1, corners.Count - first - 1);
            return;
        }

        corners.Add(at);
    }

    // The next corner: sides go on while the region lies at the right hand and not at the left.
    private int EndOfSide(int at, int id, int direction)
    {
        switch (direction)
        {
            case 0:
                // There is a border of no region, so the run ends.
                int length = ids.AsSpan(at + 1).IndexOfAnyExcept(id), above = ids.AsSpan(at + 1 - stride, length).IndexOf(id);
                return at + 1 + (above < 0 ? length : above);
            case 1:
                do at += stride;
                while (ids[at - 1] == id && ids[at] != id);
                return at;
            case 2:
                do at--;
                while (ids[at - stride - 1] == id && ids[at - 1] != id);
                return at;
            default:
                do at -= stride;
                while (ids[at - stride] == id && ids[at - stride - 1] != id);
                return at;
        }
    }

    private int Next(int at, int id, int direction)
    {
        int right = direction switch { 0 => at, 1 => at - 1, 2 => at - stride - 1, _ => at - stride };
        return (direction + (ids[right] == id ? 3 : 1)) & 3;
    }

    private PixelPoint[] Points(int first)
    {
        var points = new PixelPoint[corners.Count - first];
        for (int i = 0; i < points.Length; i++)
        {
            var (row, column) = Math.DivRem(corners[first + i], stride);
            points[i] = new PixelPoint(column + left, row + top);
        }

        return points;
    }

    private static IReadOnlyList<PixelPolygon> Polygons(List<PixelPoint[]> rings)
    {
        // A region's first ring begins at its first pixel, so it is an outer one.
        if (rings.Count == 1) return [new PixelPolygon(rings[0], [])];
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
