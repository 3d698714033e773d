namespace MaskClip.Evaluation.Metrics;

/// <summary>The pixels of a label map that lie near the edge of their own class's mask.</summary>
internal static class BoundaryBand
{
    /// <summary>The labels within the band; <see cref="Segmentation.Ignore"/> elsewhere.</summary>
    /// <remarks>
    /// A pixel is inside, not in the band, exactly if the square of <c>2 * distance + 1</c> around it lies in the picture and has one
    /// label. That is so if its column has this label, and every row of the square is of one label: two passes over runs, whatever the
    /// distance.
    /// </remarks>
    public static ushort[] Of(ReadOnlySpan<ushort> labels, int width, int height, int distance)
    {
        // Passes: a pixel's run along the row, then along the column over pixels whose rows are inside.
        var insideRow = new bool[labels.Length];
        for (int y = 0; y < height; y++)
        {
            var row = labels.Slice(y * width, width);
            for (int from = 0, to; from < width; from = to)
            {
                to = from + 1;
                while (to < width && row[to] == row[from]) to++;
                if (to - from > 2 * distance) insideRow.AsSpan(y * width + from + distance, to - from - 2 * distance).Fill(true);
            }
        }

        var band = labels.ToArray();
        for (int x = 0; x < width; x++)
        {
            for (int from = 0, to; from < height; from = to)
            {
                to = from + 1;
                if (!insideRow[from * width + x]) continue;
                while (to < height && insideRow[to * width + x] && labels[to * width + x] == labels[from * width + x]) to++;
                for (int y = from + distance; y < to - distance; y++) band[y * width + x] = Segmentation.Ignore;
            }
        }

        return band;
    }
}
