using SkiaSharp;

namespace MaskClip.World.Drawing;

/// <summary>Collects outlines into one path. All run clockwise, so that overlapping ones add up and none cuts a hole in another.</summary>
/// <remarks>
/// Curves become polygons here, in pixels and within a tenth of one: one native call an outline, and where an edge runs is decided by our
/// own arithmetic, which is the same on every machine.
/// </remarks>
internal sealed class Shape : IDisposable
{
    private const float Tolerance = 0.1f;

    private readonly Outline outline = new();
    private float scale = 1;

    /// <summary>Sets how units become pixels.</summary>
    /// <param name="place">From units to pixels.</param>
    /// <param name="ink">How wide the halo is, in units; 0 for none.</param>
    public void Begin(in SKMatrix place, float ink)
    {
        scale = MathF.Sqrt(MathF.Abs(place.ScaleX * place.ScaleY - place.SkewX * place.SkewY));
        outline.Begin(place, ink * scale);
    }

    /// <summary>The collected path; what follows starts a new one.</summary>
    public SKPath Take() => outline.Take();

    /// <summary>The same, a little larger all around; to be taken together with the path.</summary>
    public SKPath TakeHalo() => outline.TakeHalo();

    /// <summary>An ellipse, turned clockwise.</summary>
    public void Oval(float x, float y, float radiusX, float radiusY, float turn)
    {
        float cos = Turns.Cos(turn), sin = Turns.Sin(turn);
        int pieces = Pieces(Math.Max(radiusX, radiusY));
        for (int i = 0; i < pieces; i++)
        {
            float right = radiusX * Turns.Cos((float)i / pieces), down = radiusY * Turns.Sin((float)i / pieces);
            outline.Add(x + right * cos - down * sin, y + right * sin + down * cos);
        }

        outline.Close();
    }

    /// <summary>A circle that cuts a hole.</summary>
    public void Hole(float x, float y, float radius)
    {
        int pieces = Pieces(radius);
        for (int i = 0; i < pieces; i++) outline.Add(x + radius * Turns.Cos((float)i / pieces), y - radius * Turns.Sin((float)i / pieces));
        outline.Close(hole: true);
    }

    /// <summary>A rectangle, its corners rounded.</summary>
    public void Box(float x, float y, float width, float height, float corner)
    {
        float r = Math.Min(corner, Math.Min(width, height) / 2), right = x + width, bottom = y + height;
        if (r <= 0)
        {
            outline.Add(x, y);
            outline.Add(right, y);
            outline.Add(right, bottom);
            outline.Add(x, bottom);
        }
        else
        {
            Arc(right - r, y + r, r, 0.75f, 0.25f);
            Arc(right - r, bottom - r, r, 0, 0.25f);
            Arc(x + r, bottom - r, r, 0.25f, 0.25f);
            Arc(x + r, y + r, r, 0.5f, 0.25f);
        }

        outline.Close();
    }

    /// <summary>Corners joined by lines: x, y of each in turn.</summary>
    public void Polygon(ReadOnlySpan<float> corners)
    {
        for (int i = 0; i + 1 < corners.Length; i += 2) outline.Add(corners[i], corners[i + 1]);
        outline.Close();
    }

    /// <summary>A closed curve through points (Catmull-Rom): x, y of each in turn.</summary>
    public void Blob(ReadOnlySpan<float> through)
    {
        int knots = through.Length / 2;
        for (int i = 0; i < knots; i++)
        {
            SKPoint a = Knot(through, (i + knots - 1) % knots), b = Knot(through, i), c = Knot(through, (i + 1) % knots),
                d = Knot(through, (i + 2) % knots);
            Span(a, b, c, d);
        }

        outline.Close();
    }

    /// <summary>A rounded bar between two points, thicker at one end if so wished.</summary>
    public void Limb(float x1, float y1, float width1, float x2, float y2, float width2)
    {
        float right = x2 - x1, down = y2 - y1, length = MathF.Sqrt(right * right + down * down);
        if (length < 1e-6f)
        {
            Oval(x1, y1, width1 / 2, width1 / 2, 0);
            return;
        }

        (right, down) = (right / length, down / length);
        Cap(x2, y2, width2 / 2, right, down);
        Cap(x1, y1, width1 / 2, -right, -down);
        outline.Close();
    }

    /// <summary>A rounded line through points, straight from each to the next.</summary>
    public void Line(float width, ReadOnlySpan<float> points)
    {
        for (int i = 0; i + 3 < points.Length; i += 2) Limb(points[i], points[i + 1], width, points[i + 2], points[i + 3], width);
    }

    /// <summary>A rounded line along a curve through points, from one width to another.</summary>
    public void Curve(float from, float to, ReadOnlySpan<float> through)
    {
        int knots = through.Length / 2;
        for (int i = 0; i + 1 < knots; i++)
        {
            Span(Knot(through, Math.Max(i - 1, 0)), Knot(through, i), Knot(through, i + 1), Knot(through, Math.Min(i + 2, knots - 1)));
        }

        outline.Add(through[^2], through[^1]);
        Thicken(from, to);
    }

    /// <inheritdoc/>
    public void Dispose() => outline.Dispose();

    private static SKPoint Knot(ReadOnlySpan<float> numbers, int index) => new(numbers[2 * index], numbers[2 * index + 1]);

    private static float Spline(float a, float b, float c, float d, float t) =>
        b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));

    /// <summary>How many pieces a full circle needs.</summary>
    private int Pieces(float radius) => Math.Clamp(4 * (int)(0.25f * 3.1416f * MathF.Sqrt(radius * scale / (2 * Tolerance)) + 1), 8, 96);

    /// <summary>Adds the curve from b up to, but without, c.</summary>
    private void Span(SKPoint a, SKPoint b, SKPoint c, SKPoint d)
    {
        float length = (MathF.Abs(c.X - b.X) + MathF.Abs(c.Y - b.Y)) * scale;
        int pieces = Math.Clamp((int)(2 + length / 4), 2, 24);
        for (int i = 0; i < pieces; i++)
        {
            float t = (float)i / pieces;
            outline.Add(Spline(a.X, b.X, c.X, d.X, t), Spline(a.Y, b.Y, c.Y, d.Y, t));
        }
    }

    private void Arc(float x, float y, float radius, float from, float sweep)
    {
        int pieces = Math.Max(2, (int)(Pieces(radius) * sweep));
        for (int i = 0; i <= pieces; i++)
        {
            float at = from + sweep * i / pieces;
            outline.Add(x + radius * Turns.Cos(at), y + radius * Turns.Sin(at));
        }
    }

    /// <summary>A half circle around the end of a bar that points somewhere, from its left side to its right (seen along it).</summary>
    private void Cap(float x, float y, float radius, float right, float down)
    {
        int pieces = Pieces(radius) / 2;
        for (int i = 0; i <= pieces; i++)
        {
            float along = radius * Turns.Sin(0.5f * i / pieces), across = radius * Turns.Cos(0.5f * i / pieces);
            outline.Add(x + along * right + across * down, y + along * down - across * right);
        }
    }

    /// <summary>Replaces the collected line by an outline around it.</summary>
    private void Thicken(float from, float to)
    {
        SKPoint[] line = outline.TakePoints();
        int length = line.Length;
        for (int i = 0; i < length - 1; i++) Side(line, i, 1, from, to);
        var (right, down) = Direction(line, length - 1);
        Cap(line[^1].X, line[^1].Y, to / 2, right, down);
        for (int i = length - 2; i > 0; i--) Side(line, i, -1, from, to);
        (right, down) = Direction(line, 0);
        Cap(line[0].X, line[0].Y, from / 2, -right, -down);
        outline.Close();
    }

    private void Side(ReadOnlySpan<SKPoint> line, int at, float side, float from, float to)
    {
        var (right, down) = Direction(line, at);
        float half = side * (from + (to - from) * at / (line.Length - 1)) / 2;
        outline.Add(line[at].X + half * down, line[at].Y - half * right);
    }

    private static (float Right, float Down) Direction(ReadOnlySpan<SKPoint> line, int at)
    {
        var along = Outline.Direction(line[Math.Max(at - 1, 0)], line[Math.Min(at + 1, line.Length - 1)]);
        return along is (0, 0) ? (1, 0) : along;
    }
}
