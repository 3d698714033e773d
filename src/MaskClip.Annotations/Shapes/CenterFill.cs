namespace MaskClip.Annotations.Shapes;

/// <summary>
/// Polygons whose corners are pixels: whole numbers stand for the middles of pixels, and the border belongs to the polygon, as in OpenCV's
/// <c>fillPoly</c>, in labelme and in ultralytics.
/// </summary>
internal static class CenterFill
{
    /// <summary>Fills a ring.</summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    /// <param name="ring">Pixels; what lies outside the photo is cut off.</param>
    public static RegionMask Fill(int width, int height, IReadOnlyList<(int X, int Y)> ring)
    {
        var pixels = new byte[width * height];
        for (int y = Math.Max(0, ring.Min(point => point.Y)); y <= Math.Min(height - 1, ring.Max(point => point.Y)); y++)
        {
            double[] crossings = [.. Crossings(ring, y).Order()];
            for (int i = 0; i + 1 < crossings.Length; i += 2)
            {
                int from = Math.Max(0, (int)Math.Ceiling(crossings[i])), to = Math.Min(width - 1, (int)Math.Floor(crossings[i + 1]));
                if (from <= to) pixels.AsSpan(y * width + from, to - from + 1).Fill(1);
            }
        }

        for (int i = 0; i < ring.Count; i++)
        {
            foreach (var (x, y) in Line(ring[i], ring[(i + 1) % ring.Count]))
            {
                if (x >= 0 && y >= 0 && x < width && y < height) pixels[y * width + x] = 1;
            }
        }

        return RegionMask.From(width, height, pixels);
    }

    private static IEnumerable<double> Crossings(IReadOnlyList<(int X, int Y)> ring, int y)
    {
        for (int i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
            if (a.Y > b.Y) (a, b) = (b, a);
            if (a.Y <= y && y < b.Y) yield return a.X + (double)(y - a.Y) * (b.X - a.X) / (b.Y - a.Y);
        }
    }

    // Bresenham's line from the left to the right, a step of the shorter axis when the error falls below 0.
    private static IEnumerable<(int X, int Y)> Line((int X, int Y) from, (int X, int Y) to)
    {
        if (from.X > to.X) (from, to) = (to, from);
        int width = to.X - from.X, height = Math.Abs(to.Y - from.Y), down = Math.Sign(to.Y - from.Y);
        bool isFlat = width >= height;
        int longer = Math.Max(width, height), shorter = Math.Min(width, height), error = longer - 2 * shorter;
        var (x, y) = from;
        for (int i = 0; i <= longer; i++)
        {
            yield return (x, y);
            bool both = error < 0;
            error += (both ? 2 * longer : 0) - 2 * shorter;
            if (isFlat || both) x++;
            if (!isFlat || both) y += down;
        }
    }
}
