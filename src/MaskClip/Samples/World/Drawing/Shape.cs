using SkiaSharp;

namespace MaskClip.Samples.World.Drawing;

/// <summary>Collects outlines into one path. All run clockwise, so that overlapping ones add up and none cuts a hole in another.</summary>
internal sealed class Shape : IDisposable
{
    // Four cubic arcs make a circle within 0.03 %.
    private const float Kappa = 0.5522848f;

    private readonly SKPathBuilder path = new();

    /// <summary>The collected path; what follows starts a new one.</summary>
    public SKPath Take() => path.Detach();

    /// <summary>An ellipse, turned clockwise.</summary>
    public void Oval(float x, float y, float radiusX, float radiusY, float turn)
    {
        float cos = Turns.Cos(turn), sin = Turns.Sin(turn);
        path.MoveTo(At(1, 0));
        path.CubicTo(At(1, Kappa), At(Kappa, 1), At(0, 1));
        path.CubicTo(At(-Kappa, 1), At(-1, Kappa), At(-1, 0));
        path.CubicTo(At(-1, -Kappa), At(-Kappa, -1), At(0, -1));
        path.CubicTo(At(Kappa, -1), At(1, -Kappa), At(1, 0));
        path.Close();

        SKPoint At(float right, float down) =>
            new(x + radiusX * right * cos - radiusY * down * sin, y + radiusX * right * sin + radiusY * down * cos);
    }

    /// <summary>A circle that cuts a hole.</summary>
    public void Hole(float x, float y, float radius)
    {
        path.MoveTo(x + radius, y);
        path.CubicTo(x + radius, y - Kappa * radius, x + Kappa * radius, y - radius, x, y - radius);
        path.CubicTo(x - Kappa * radius, y - radius, x - radius, y - Kappa * radius, x - radius, y);
        path.CubicTo(x - radius, y + Kappa * radius, x - Kappa * radius, y + radius, x, y + radius);
        path.CubicTo(x + Kappa * radius, y + radius, x + radius, y + Kappa * radius, x + radius, y);
        path.Close();
    }

    /// <summary>A rectangle, its corners rounded.</summary>
    public void Box(float x, float y, float width, float height, float corner)
    {
        float r = Math.Min(corner, Math.Min(width, height) / 2), k = (1 - Kappa) * r, right = x + width, bottom = y + height;
        if (r <= 0)
        {
            Polygon([x, y, right, y, right, bottom, x, bottom]);
            return;
        }

        path.MoveTo(x + r, y);
        path.LineTo(right - r, y);
        path.CubicTo(right - k, y, right, y + k, right, y + r);
        path.LineTo(right, bottom - r);
        path.CubicTo(right, bottom - k, right - k, bottom, right - r, bottom);
        path.LineTo(x + r, bottom);
        path.CubicTo(x + k, bottom, x, bottom - k, x, bottom - r);
        path.LineTo(x, y + r);
        path.CubicTo(x, y + k, x + k, y, x + r, y);
        path.Close();
    }

    /// <summary>Corners joined by lines: x, y of each in turn.</summary>
    public void Polygon(ReadOnlySpan<float> corners)
    {
        var points = Clockwise(corners);
        path.MoveTo(points[0]);
        foreach (var point in points.AsSpan(1)) path.LineTo(point);
        path.Close();
    }

    /// <summary>A closed curve through points (Catmull-Rom): x, y of each in turn.</summary>
    public void Blob(ReadOnlySpan<float> through)
    {
        var points = Clockwise(through);
        int count = points.Length;
        path.MoveTo(points[0]);
        for (int i = 0; i < count; i++)
        {
            SKPoint before = points[(i + count - 1) % count], from = points[i], to = points[(i + 1) % count], after = points[(i + 2) % count];
            path.CubicTo(from.X + (to.X - before.X) / 6, from.Y + (to.Y - before.Y) / 6, to.X - (after.X - from.X) / 6, to.Y - (after.Y - from.Y) / 6, to.X, to.Y);
        }

        path.Close();
    }

    /// <summary>A rounded bar between two points, thicker at one end if so wished.</summary>
    public void Limb(float x1, float y1, float width1, float x2, float y2, float width2)
    {
        float right = x2 - x1, down = y2 - y1, length = MathF.Sqrt(right * right + down * down);
        Oval(x1, y1, width1 / 2, width1 / 2, 0);
        Oval(x2, y2, width2 / 2, width2 / 2, 0);
        if (length < 1e-6f) return;
        float acrossX = -down / length / 2, acrossY = right / length / 2;
        Polygon([
            x1 + acrossX * width1, y1 + acrossY * width1, x1 - acrossX * width1, y1 - acrossY * width1,
            x2 - acrossX * width2, y2 - acrossY * width2, x2 + acrossX * width2, y2 + acrossY * width2,
        ]);
    }

    /// <summary>A rounded line through points, straight from each to the next.</summary>
    public void Line(float width, ReadOnlySpan<float> points)
    {
        for (int i = 0; i + 3 < points.Length; i += 2) Limb(points[i], points[i + 1], width, points[i + 2], points[i + 3], width);
    }

    /// <summary>A rounded line along a curve through points, from one width to another.</summary>
    public void Curve(float from, float to, ReadOnlySpan<float> points)
    {
        const int Pieces = 4;
        int spans = points.Length / 2 - 1;
        float x = points[0], y = points[1], width = from;
        for (int i = 1; i <= spans * Pieces; i++)
        {
            float share = (float)i / (spans * Pieces), nextWidth = from + (to - from) * share;
            var next = OnCurve(points, spans, (float)i / Pieces);
            Limb(x, y, width, next.X, next.Y, nextWidth);
            (x, y, width) = (next.X, next.Y, nextWidth);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => path.Dispose();

    private static SKPoint OnCurve(ReadOnlySpan<float> points, int spans, float at)
    {
        int span = Math.Min((int)at, spans - 1);
        float t = at - span;
        SKPoint a = Point(points, Math.Max(span - 1, 0)), b = Point(points, span), c = Point(points, span + 1), d = Point(points, Math.Min(span + 2, spans));
        return new SKPoint(Spline(a.X, b.X, c.X, d.X, t), Spline(a.Y, b.Y, c.Y, d.Y, t));
    }

    private static SKPoint Point(ReadOnlySpan<float> points, int index) => new(points[2 * index], points[2 * index + 1]);

    private static float Spline(float a, float b, float c, float d, float t) =>
        b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));

    private static SKPoint[] Clockwise(ReadOnlySpan<float> numbers)
    {
        var points = new SKPoint[numbers.Length / 2];
        for (int i = 0; i < points.Length; i++) points[i] = Point(numbers, i);
        float area = 0;
        for (int i = 0; i < points.Length; i++)
        {
            var next = points[(i + 1) % points.Length];
            area += points[i].X * next.Y - next.X * points[i].Y;
        }

        if (area < 0) Array.Reverse(points);
        return points;
    }
}
