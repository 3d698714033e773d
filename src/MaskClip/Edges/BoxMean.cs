namespace MaskClip.Edges;

/// <summary>
/// The mean over the square around every pixel, cut off at the border, at a cost that does not depend on the square's size.
/// </summary>
/// <param name="height">Rows.</param>
/// <param name="width">Columns.</param>
/// <param name="radius">Pixels from the middle to the side.</param>
internal sealed class BoxMean(int height, int width, int radius)
{
    private readonly double[] columns = new double[width];
    private readonly double[] running = new double[width + 1];

    /// <summary>Averages a plane.</summary>
    /// <param name="plane"><c>[height, width]</c>.</param>
    /// <param name="means">Takes <c>[height, width]</c>; may not be the same memory.</param>
    public void Apply(ReadOnlySpan<float> plane, Span<float> means)
    {
        columns.AsSpan().Clear();
        for (int y = -radius; y < height; y++)
        {
            if (y + radius < height) Add(plane.Slice((y + radius) * width, width), 1);
            if (y - radius - 1 >= 0) Add(plane.Slice((y - radius - 1) * width, width), -1);
            if (y < 0) continue;
            for (int x = 0; x < width; x++) running[x + 1] = running[x] + columns[x];
            int rows = Math.Min(height - 1, y + radius) - Math.Max(0, y - radius) + 1;
            var target = means.Slice(y * width, width);
            for (int x = 0; x < width; x++)
            {
                int left = Math.Max(0, x - radius), right = Math.Min(width, x + radius + 1);
                target[x] = (float)((running[right] - running[left]) / ((double)rows * (right - left)));
            }
        }
    }

    private void Add(ReadOnlySpan<float> row, double sign)
    {
        for (int x = 0; x < row.Length; x++) columns[x] += sign * row[x];
    }
}
