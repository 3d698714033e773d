namespace MaskClip.Annotations.Shapes;

/// <summary>
/// Runs of pixels that go down the columns, as COCO counts them: pixel (x, y) has the position <c>x * height + y</c>, and a run may go on
/// in the next column.
/// </summary>
internal static class ColumnRuns
{
    /// <summary>Runs as a mask. They may overlap.</summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    /// <param name="runs">First position and the position after the last.</param>
    public static RegionMask ToMask(int width, int height, IReadOnlyList<(long Start, long End)> runs)
    {
        long first = long.MaxValue, last = -1;
        foreach (var (start, end) in runs)
        {
            if (end > start) (first, last) = (Math.Min(first, start), Math.Max(last, end - 1));
        }

        if (last < 0) return RegionMask.FromOrdered(width, height, []);
        int left = (int)(first / height), columns = (int)(last / height) - left + 1;
        var down = new byte[columns * height];
        foreach (var (start, end) in runs)
        {
            if (end > start) down.AsSpan((int)(start - (long)left * height), (int)(end - start)).Fill(1);
        }

        var across = new byte[down.Length];
        for (int x = 0; x < columns; x++)
        {
            var column = down.AsSpan(x * height, height);
            for (int y = column.IndexOf((byte)1); y >= 0 && y < height; y++) across[y * columns + x] = column[y];
        }

        return RegionMask.From(width, height, left, 0, columns, height, across);
    }

    /// <summary>A mask's runs in order, joined where one goes on in the next column.</summary>
    public static List<(long Start, long End)> Of(RegionMask mask)
    {
        var (left, top, columns, rows) = mask.Box;
        var pixels = mask.Crop();
        List<(long Start, long End)> runs = [];
        for (int x = 0; x < columns; x++)
        {
            long column = (long)(left + x) * mask.Height + top;
            for (int y = 0; y < rows; y++)
            {
                if (pixels[y * columns + x] == 0) continue;
                int start = y;
                while (y < rows && pixels[y * columns + x] != 0) y++;
                if (runs.Count > 0 && runs[^1].End == column + start) runs[^1] = (runs[^1].Start, column + y);
                else runs.Add((column + start, column + y));
            }
        }

        return runs;
    }

    /// <summary>What is left of runs without others; both are in order and do not overlap within themselves.</summary>
    public static List<(long Start, long End)> Subtract(List<(long Start, long End)> runs, List<(long Start, long End)> removed)
    {
        List<(long Start, long End)> left = [];
        int at = 0;
        foreach (var (start, end) in runs)
        {
            long from = start;
            while (at < removed.Count && removed[at].End <= from) at++;
            for (int i = at; i < removed.Count && removed[i].Start < end; i++)
            {
                if (removed[i].Start > from) left.Add((from, removed[i].Start));
                from = Math.Max(from, removed[i].End);
            }

            if (from < end) left.Add((from, end));
        }

        return left;
    }
}
