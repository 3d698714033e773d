namespace MaskClip.Annotations.Shapes;

/// <summary>Polygons as pixels.</summary>
public static class PolygonFill
{
    /// <summary>Corners may lie this many pixels outside a photo.</summary>
    public const int MaxOutside = 100_000;

    private const int Scale = 5;

    /// <summary>
    /// Fills polygons by COCO's rule: coordinates are pixel corners; they are multiplied by 5 and rounded, edges are walked on that grid,
    /// and in every column of pixels what lies between the first and second, third and fourth crossing is inside (even-odd). Pixels that
    /// several polygons cover count once.
    /// </summary>
    /// <remarks>The rule of <c>rleFrPoly</c> in cocodataset/cocoapi. Polygons on whole numbers give exactly the pixels inside.</remarks>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="polygons">Polygons; what lies outside the photo is cut off.</param>
    /// <exception cref="ArgumentException">A coordinate is not a number, or more than <see cref="MaxOutside"/> pixels outside.</exception>
    public static RegionMask Fill(int width, int height, IEnumerable<PixelPolygon> polygons)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        List<(long Start, long End)> runs = [];
        foreach (var polygon in polygons)
        {
            var inside = Runs(width, height, polygon.Exterior);
            foreach (var hole in polygon.Holes) inside = ColumnRuns.Subtract(inside, Runs(width, height, hole));
            runs.AddRange(inside);
        }

        return ColumnRuns.ToMask(width, height, runs);
    }

    private static List<(long Start, long End)> Runs(int width, int height, IReadOnlyList<PixelPoint> ring)
    {
        foreach (var point in ring) Check(point, width, height);
        List<long> crossings = [];
        (int X, int Y)? previous = null;
        for (int i = 0; i < ring.Count; i++)
        {
            var (from, to) = (Scaled(ring[i]), Scaled(ring[(i + 1) % ring.Count]));
            foreach (var at in Walk(from, to))
            {
                if (previous is { } before && before.X != at.X) Cross(before, at);
                previous = at;
            }
        }

        crossings.Sort();
        List<(long Start, long End)> runs = [];
        for (int i = 0; i < crossings.Count; i += 2)
        {
            // An odd number of crossings, as where a polygon leaves the photo's columns, fills to the end.
            long end = i + 1 < crossings.Count ? crossings[i + 1] : (long)width * height;
            if (runs.Count > 0 && runs[^1].End == crossings[i]) runs[^1] = (runs[^1].Start, end);
            else if (end > crossings[i]) runs.Add((crossings[i], end));
        }

        return runs;

        // Between two columns of the fine grid; only the step in the middle of a pixel's column counts.
        void Cross((int X, int Y) before, (int X, int Y) at)
        {
            double x = ((at.X < before.X ? at.X : at.X - 1) + 0.5) / Scale - 0.5;
            if (Math.Floor(x) != x || x < 0 || x > width - 1) return;
            double y = Math.Clamp((Math.Min(before.Y, at.Y) + 0.5) / Scale - 0.5, 0, height);
            crossings.Add((long)x * height + (long)Math.Ceiling(y));
        }
    }

    private static void Check(PixelPoint point, int width, int height)
    {
        if (point.X >= -MaxOutside && point.Y >= -MaxOutside && point.X <= width + MaxOutside && point.Y <= height + MaxOutside) return;
        throw new ArgumentException(
            $"The corner {point.X}, {point.Y} is far outside a photo of {width}x{height} pixels; at most {MaxOutside} pixels are allowed.");
    }

    private static (int X, int Y) Scaled(PixelPoint point) => ((int)(Scale * point.X + 0.5), (int)(Scale * point.Y + 0.5));

    // Always from the smaller coordinate of the longer axis, so that an edge has the same points both ways.
    private static IEnumerable<(int X, int Y)> Walk((int X, int Y) from, (int X, int Y) to)
    {
        int width = Math.Abs(to.X - from.X), height = Math.Abs(to.Y - from.Y);
        bool isFlat = width >= height, isBackward = isFlat ? from.X > to.X : from.Y > to.Y;
        var (start, end) = isBackward ? (to, from) : (from, to);
        int steps = Math.Max(width, height);
        double slope = steps == 0 ? 0 : isFlat ? (double)(end.Y - start.Y) / width : (double)(end.X - start.X) / height;
        for (int i = 0; i <= steps; i++)
        {
            int at = isBackward ? steps - i : i;
            yield return isFlat
                ? (at + start.X, (int)(start.Y + slope * at + 0.5))
                : ((int)(start.X + slope * at + 0.5), at + start.Y);
        }
    }
}
