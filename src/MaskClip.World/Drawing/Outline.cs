using SkiaSharp;

namespace MaskClip.World.Drawing;

/// <summary>One closed outline after another, from units to pixels, all clockwise; and around each another, a little larger.</summary>
internal sealed class Outline : IDisposable
{
    private readonly SKPathBuilder path = new();
    private readonly SKPathBuilder halo = new();
    private SKPoint[] points = new SKPoint[256];
    private SKPoint[] swollen = new SKPoint[256];
    private int count;
    private SKMatrix place = SKMatrix.Identity;
    private float margin;

    /// <summary>Sets how units become pixels, and the halo's width in pixels (0 for none).</summary>
    public void Begin(in SKMatrix place, float margin) => (this.place, this.margin) = (place, margin);

    /// <summary>The closed outlines as a path.</summary>
    public SKPath Take() => path.Detach();

    /// <summary>The larger ones.</summary>
    public SKPath TakeHalo() => halo.Detach();

    /// <summary>Takes away the corners that were added, in units, instead of closing them.</summary>
    public SKPoint[] TakePoints()
    {
        SKPoint[] taken = [.. points.AsSpan(0, count)];
        count = 0;
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        path.Dispose();
        halo.Dispose();
    }

    /// <summary>The unit vector from one point towards another; (0, 0) when they are the same.</summary>
    public static (float Right, float Down) Direction(SKPoint from, SKPoint to)
    {
        float right = to.X - from.X, down = to.Y - from.Y, length = MathF.Sqrt(right * right + down * down);
        return length < 1e-6f ? (0, 0) : (right / length, down / length);
    }

    /// <summary>Adds a corner, in units.</summary>
    public void Add(float x, float y)
    {
        if (count == points.Length) Array.Resize(ref points, 2 * count);
        points[count++] = new SKPoint(x, y);
    }

    /// <summary>Ends the outline.</summary>
    /// <param name="hole">Whether it cuts a hole.</param>
    public void Close(bool hole = false)
    {
        var outline = points.AsSpan(0, count);
        foreach (ref var point in outline)
        {
            float x = place.ScaleX * point.X + place.SkewX * point.Y + place.TransX,
                y = place.SkewY * point.X + place.ScaleY * point.Y + place.TransY;
            point = new SKPoint(x, y);
        }

        if (Area(outline) < 0 != hole) outline.Reverse();
        path.AddPoly((ReadOnlySpan<SKPoint>)outline, true);
        if (margin > 0) Swell(outline);
        count = 0;
    }

    /// <summary>Adds an outline to the halo, every corner moved outwards.</summary>
    private void Swell(ReadOnlySpan<SKPoint> outline)
    {
        if (swollen.Length < outline.Length) swollen = new SKPoint[points.Length];
        for (int i = 0; i < outline.Length; i++)
        {
            var corner = outline[i];
            var before = Direction(outline[(i + outline.Length - 1) % outline.Length], corner);
            var after = Direction(corner, outline[(i + 1) % outline.Length]);
            float right = before.Right + after.Right, down = before.Down + after.Down, length = MathF.Sqrt(right * right + down * down);

            // Sharp corners would run far out: twice the margin is enough.
            float reach = margin / Math.Max(length / 2, 0.5f) / Math.Max(length, 1e-3f);
            swollen[i] = new SKPoint(corner.X + down * reach, corner.Y - right * reach);
        }

        halo.AddPoly((ReadOnlySpan<SKPoint>)swollen.AsSpan(0, outline.Length), true);
    }

    private static float Area(ReadOnlySpan<SKPoint> outline)
    {
        float area = 0;
        var from = outline[^1];
        foreach (var to in outline)
        {
            area += from.X * to.Y - to.X * from.Y;
            from = to;
        }

        return area;
    }
}
