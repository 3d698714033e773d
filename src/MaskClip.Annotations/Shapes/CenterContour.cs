namespace MaskClip.Annotations.Shapes;

/// <summary>
/// The outer border of a part that hangs together over sides or corners, as its border pixels, straight runs reduced to their ends: what
/// OpenCV's <c>findContours</c> gives (border following of Suzuki and Abe, 1985).
/// </summary>
internal static class CenterContour
{
    // East, then counterclockwise as seen on the picture.
    private static readonly (int X, int Y)[] Steps = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)];

    /// <summary>Follows the border from the first pixel of the first row.</summary>
    /// <param name="part">One connected part.</param>
    public static List<(int X, int Y)> Of(RegionMask part)
    {
        var (left, top, columns, rows) = part.Box;
        var pixels = part.Crop();
        (int X, int Y) start = (part.Runs[0].X - left, 0);

        // The neighbor from which the border is entered: clockwise from the west.
        int first = 4;
        for (int i = 0; i < 8; i++)
        {
            first = (4 - i + 8) % 8;
            if (IsSet(Step(start, first))) break;
        }

        if (!IsSet(Step(start, first))) return [(start.X + left, start.Y + top)];
        List<(int X, int Y)> points = [];
        List<int> directions = [];
        var (at, back) = (start, first);
        var last = Step(start, first);
        while (true)
        {
            int next = back;
            do next = (next + 1) % 8;
            while (!IsSet(Step(at, next)));
            points.Add((at.X + left, at.Y + top));
            directions.Add(next);
            var reached = Step(at, next);
            if (reached == start && at == last) break;
            (at, back) = (reached, (next + 4) % 8);
        }

        return [.. points.Where((_, i) => directions[i] != directions[(i + directions.Count - 1) % directions.Count])];

        bool IsSet((int X, int Y) pixel) =>
            pixel.X >= 0 && pixel.Y >= 0 && pixel.X < columns && pixel.Y < rows && pixels[pixel.Y * columns + pixel.X] != 0;

        static (int X, int Y) Step((int X, int Y) from, int direction) => (from.X + Steps[direction].X, from.Y + Steps[direction].Y);
    }
}
