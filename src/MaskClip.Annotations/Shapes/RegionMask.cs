namespace MaskClip.Annotations.Shapes;

/// <summary>
/// Which pixels of a photo belong to a region, as runs of its rows: it takes room by the region's outline, not by the photo's size.
/// Immutable: safe to share between threads.
/// </summary>
public sealed class RegionMask
{
    private readonly PixelRun[] runs;

    /// <summary>Creates a mask.</summary>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="runs">Runs in the order of rows and columns; none overlaps another.</param>
    /// <exception cref="ArgumentException">A run lies outside the photo, is empty or comes before an earlier one.</exception>
    public RegionMask(int width, int height, IEnumerable<PixelRun> runs)
        : this(width, height, [.. runs])
    {
        int end = 0, row = 0;
        foreach (var run in this.runs)
        {
            if (run.Y < 0 || run.Y >= height || run.X < 0 || run.Length < 1 || run.X > width - run.Length)
                throw new ArgumentException($"The run {run} is not within a photo of {width}x{height} pixels.", nameof(runs));
            if (run.Y < row || (run.Y == row && run.X < end))
            {
                throw new ArgumentException(
                    $"The run {run} comes before an earlier one ends; order runs by rows and columns.", nameof(runs));
            }

            (row, end) = (run.Y, run.X + run.Length);
        }
    }

    private RegionMask(int width, int height, PixelRun[] runs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        (Width, Height, this.runs) = (width, height, runs);
        int left = int.MaxValue, top = int.MaxValue, right = 0, bottom = 0;
        foreach (var run in runs)
        {
            Area += run.Length;
            (left, right) = (Math.Min(left, run.X), Math.Max(right, run.X + run.Length));
            (top, bottom) = (Math.Min(top, run.Y), Math.Max(bottom, run.Y + 1));
        }

        Box = runs.Length == 0 ? default : (left, top, right - left, bottom - top);
    }

    /// <summary>The photo's width in pixels.</summary>
    public int Width { get; }

    /// <summary>The photo's height in pixels.</summary>
    public int Height { get; }

    /// <summary>How many pixels belong to it.</summary>
    public long Area { get; }

    /// <summary>The smallest box around it in pixels; all 0 where it is empty.</summary>
    public (int X, int Y, int Width, int Height) Box { get; }

    /// <summary>Its runs in the order of rows and columns.</summary>
    public ReadOnlySpan<PixelRun> Runs => runs;

    /// <summary>Takes the pixels that are not 0.</summary>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="pixels">One byte a pixel, row by row: <c>[height, width]</c>.</param>
    /// <exception cref="ArgumentException">There are more or fewer bytes than pixels.</exception>
    public static RegionMask From(int width, int height, ReadOnlySpan<byte> pixels) => From(width, height, 0, 0, width, height, pixels);

    /// <summary>Takes the pixels that are not 0 of a part of a photo.</summary>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="left">The part's first column.</param>
    /// <param name="top">The part's first row.</param>
    /// <param name="columns">The part's width.</param>
    /// <param name="rows">The part's height.</param>
    /// <param name="pixels">One byte a pixel of the part, row by row: <c>[rows, columns]</c>.</param>
    /// <exception cref="ArgumentException">There are more or fewer bytes than pixels, or the part is not within the photo.</exception>
    public static RegionMask From(int width, int height, int left, int top, int columns, int rows, ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length != (long)columns * rows)
            throw new ArgumentException($"{pixels.Length} pixels are given for {columns}x{rows}.", nameof(pixels));
        if (left < 0 || top < 0 || columns < 0 || rows < 0 || left > width - columns || top > height - rows)
            throw new ArgumentException($"The part {columns}x{rows} at {left},{top} is not within a photo of {width}x{height} pixels.");
        List<PixelRun> runs = [];
        for (int y = 0; y < rows; y++)
        {
            var row = pixels.Slice(y * columns, columns);
            for (int x = 0; x < columns;)
            {
                int skipped = row[x..].IndexOfAnyExcept((byte)0);
                if (skipped < 0) break;
                x += skipped;
                int length = row[x..].IndexOf((byte)0) is var end && end < 0 ? columns - x : end;
                runs.Add(new PixelRun(top + y, left + x, length));
                x += length;
            }
        }

        return new RegionMask(width, height, runs.ToArray());
    }

    /// <summary>Creates a mask of runs that are known to be in order.</summary>
    internal static RegionMask FromOrdered(int width, int height, PixelRun[] runs) => new(width, height, runs);

    /// <summary>Writes a label into the region's pixels.</summary>
    /// <param name="labels">Labels of the whole photo, row by row: <c>[height, width]</c>.</param>
    /// <param name="label">What to write.</param>
    /// <exception cref="ArgumentException">There are more or fewer labels than pixels.</exception>
    public void Paint(Span<ushort> labels, ushort label)
    {
        if (labels.Length != (long)Width * Height)
            throw new ArgumentException($"{labels.Length} labels are given for {Width}x{Height} pixels.", nameof(labels));
        foreach (var run in runs) labels.Slice(run.Y * Width + run.X, run.Length).Fill(label);
    }

    /// <summary>The box's pixels: 1 where they belong to the region.</summary>
    /// <returns>One byte a pixel, row by row: <c>[Box.Height, Box.Width]</c>.</returns>
    public byte[] Crop()
    {
        var pixels = new byte[Box.Width * Box.Height];
        foreach (var run in runs) pixels.AsSpan((run.Y - Box.Y) * Box.Width + run.X - Box.X, run.Length).Fill(1);
        return pixels;
    }

    /// <summary>The region's outline on pixel corners; filled again it gives exactly these pixels.</summary>
    /// <returns>A polygon for each part of it that hangs together over the sides of pixels.</returns>
    public IReadOnlyList<PixelPolygon> ToPolygons()
    {
        using var map = new RegionMap(this);
        return map.Outlines()[0];
    }
}
