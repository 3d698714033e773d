using System.Buffers;

namespace MaskClip.Annotations.Shapes;

/// <summary>
/// The outer border of a part that hangs together over sides or corners, as its border pixels, straight runs reduced to their ends: what
/// OpenCV's <c>findContours</c> gives (border following of Suzuki and Abe, 1985).
/// </summary>
internal static class CenterContour
{
    // East, then counterclockwise as seen on the picture.
    private static readonly (int X, int Y)[] Steps = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)];

    /// <summary>The contours of the parts of one class that lie in no hole of another of them (<c>RETR_EXTERNAL</c>).</summary>
    /// <param name="parts">The class's parts, which nowhere touch each other over sides or corners.</param>
    /// <returns>Contours in the parts' order.</returns>
    public static IEnumerable<List<(int X, int Y)>> Outer(RegionMask[] parts)
    {
        var contours = Array.ConvertAll(parts, Of);
        return contours.Where((_, i) => !parts.Where((around, k) => k != i && Encloses(around.Box, parts[i].Box)
            && IsInside((parts[i].Runs[0].X, parts[i].Runs[0].Y), contours[k])).Any());

        static bool Encloses((int X, int Y, int Width, int Height) outer, (int X, int Y, int Width, int Height) inner) =>
            outer.X < inner.X && outer.Y < inner.Y && outer.X + outer.Width > inner.X + inner.Width
            && outer.Y + outer.Height > inner.Y + inner.Height;
    }

    // Even-odd along the row to the right. A pixel of another part is on no edge: these run through pixels of their own part only.
    private static bool IsInside((int X, int Y) pixel, List<(int X, int Y)> contour)
    {
        bool inside = false;
        for (int i = 0; i < contour.Count; i++)
        {
            var (from, to) = (contour[i], contour[(i + 1) % contour.Count]);
            if (from.Y > pixel.Y == to.Y > pixel.Y) continue;

            // Edges are level, upright or diagonal.
            int x = from.X + Math.Sign(to.X - from.X) * Math.Abs(pixel.Y - from.Y);
            inside ^= x > pixel.X;
        }

        return inside;
    }

    /// <summary>Follows the border from the first pixel of the first row.</summary>
    /// <param name="part">One connected part.</param>
    public static List<(int X, int Y)> Of(RegionMask part)
    {
        // With a frame of empty pixels, so that every neighbor can be looked at.
        var (left, top, columns, rows) = part.Box;
        int stride = columns + 2;
        bool[] rented = ArrayPool<bool>.Shared.Rent(stride * (rows + 2));
        var pixels = rented.AsSpan(0, stride * (rows + 2));
        pixels.Clear();
        foreach (var run in part.Runs) pixels.Slice((run.Y - top + 1) * stride + run.X - left + 1, run.Length).Fill(true);
        Span<int> steps = stackalloc int[Steps.Length];
        for (int i = 0; i < steps.Length; i++) steps[i] = Steps[i].Y * stride + Steps[i].X;
        int start = stride + part.Runs[0].X - left + 1;

        // The neighbor from which the border is entered: clockwise from the west.
        int first = 4;
        for (int i = 0; i < 8; i++)
        {
            first = (4 - i + 8) % 8;
            if (pixels[start + steps[first]]) break;
        }

        List<(int X, int Y)> corners = [];
        if (pixels[start + steps[first]]) Follow(pixels, steps);
        else AddCorner(start);
        ArrayPool<bool>.Shared.Return(rented);
        return corners;

        void Follow(ReadOnlySpan<bool> pixels, ReadOnlySpan<int> steps)
        {
            int at = start, back = first, last = start + steps[first], direction = -1, initial = -1;
            while (true)
            {
                int next = (back + 1) & 7;
                while (!pixels[at + steps[next]]) next = (next + 1) & 7;
                if (direction < 0) initial = next;
                else if (next != direction) AddCorner(at);
                direction = next;
                int reached = at + steps[next];
                if (reached == start && at == last) break;
                (at, back) = (reached, (next + 4) & 7);
            }

            // Where it began is a corner only if it ends in another direction than it began.
            if (direction != initial) corners.Insert(0, (part.Runs[0].X, top));
        }

        void AddCorner(int pixel) => corners.Add((pixel % stride - 1 + left, pixel / stride - 1 + top));
    }
}
