namespace MaskClip.Tests.Dense.Labeling;

/// <summary>Whole planes of doubles and what is done to them, in plain loops.</summary>
internal static class SlowPlanes
{
    /// <summary>PyTorch's <c>interpolate(mode="bilinear", align_corners=False)</c>.</summary>
    public static double[][,] Resize(double[][,] planes, int rows, int columns)
    {
        int oldRows = planes[0].GetLength(0), oldColumns = planes[0].GetLength(1);
        return [.. planes.Select(plane =>
        {
            var result = new double[rows, columns];
            for (int y = 0; y < rows; y++)
            {
                double down = Math.Max(0, (y + 0.5) * oldRows / rows - 0.5);
                int top = (int)down, bottom = Math.Min(top + 1, oldRows - 1);
                for (int x = 0; x < columns; x++)
                {
                    double along = Math.Max(0, (x + 0.5) * oldColumns / columns - 0.5);
                    int left = (int)along, right = Math.Min(left + 1, oldColumns - 1);
                    double fy = down - top, fx = along - left;
                    result[y, x] =
                        (1 - fy) * ((1 - fx) * plane[top, left] + fx * plane[top, right]) +
                        fy * ((1 - fx) * plane[bottom, left] + fx * plane[bottom, right]);
                }
            }

            return result;
        })];
    }

    /// <summary>Changes every number of a plane.</summary>
    public static double[,] Map(double[,] plane, Func<double, double> change) => Combine(plane, plane, (value, _) => change(value));

    /// <summary>Makes one plane of two.</summary>
    public static double[,] Combine(double[,] a, double[,] b, Func<double, double, double> change)
    {
        var result = new double[a.GetLength(0), a.GetLength(1)];
        for (int y = 0; y < a.GetLength(0); y++)
        {
            for (int x = 0; x < a.GetLength(1); x++) result[y, x] = change(a[y, x], b[y, x]);
        }

        return result;
    }

    /// <summary>A picture's red, green and blue, 0..1.</summary>
    public static double[][,] Colors(RgbImage picture) => [.. Enumerable.Range(0, 3).Select(c =>
    {
        var plane = new double[picture.Height, picture.Width];
        for (int i = 0; i < picture.Height * picture.Width; i++)
            plane[i / picture.Width, i % picture.Width] = picture.Data[3 * i + c] / 255.0;
        return plane;
    })];

    /// <summary>Means over squares that are cut off at the border, pixel by pixel.</summary>
    public static double[,] Box(double[,] plane, int radius)
    {
        int rows = plane.GetLength(0), columns = plane.GetLength(1);
        var result = new double[rows, columns];
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                int count = 0;
                for (int v = Math.Max(0, y - radius); v <= Math.Min(rows - 1, y + radius); v++)
                {
                    for (int u = Math.Max(0, x - radius); u <= Math.Min(columns - 1, x + radius); u++, count++) result[y, x] += plane[v, u];
                }

                result[y, x] /= count;
            }
        }

        return result;
    }
}
