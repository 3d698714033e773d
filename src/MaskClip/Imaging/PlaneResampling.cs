namespace MaskClip.Imaging;

/// <summary>Resizes planes of numbers as PyTorch's <c>interpolate</c> does.</summary>
internal static class PlaneResampling
{
    private const double A = -0.75;

    /// <summary>Cubic convolution that does not widen where planes shrink: <c>mode="bicubic", align_corners=False</c>.</summary>
    /// <param name="planes"><c>[any, height, width]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">Rows that are wanted.</param>
    /// <param name="columns">Columns that are wanted.</param>
    /// <returns><c>[any, rows, columns]</c>.</returns>
    public static float[] Cubic(ReadOnlySpan<float> planes, int height, int width, int rows, int columns)
    {
        int count = planes.Length / (height * width);
        var (vertical, horizontal) = (Taps(height, rows), Taps(width, columns));
        var wide = new float[height * columns];
        var result = new float[count * rows * columns];
        for (int plane = 0; plane < count; plane++)
        {
            var source = planes.Slice(plane * height * width, height * width);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    double sum = 0;
                    foreach (var (index, weight) in horizontal[x]) sum += weight * source[y * width + index];
                    wide[y * columns + x] = (float)sum;
                }
            }

            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    double sum = 0;
                    foreach (var (index, weight) in vertical[y]) sum += weight * wide[index * columns + x];
                    result[(plane * rows + y) * columns + x] = (float)sum;
                }
            }
        }

        return result;
    }

    /// <summary>The four old rows or columns that each new one is made of: half-pixel centers, borders clamped.</summary>
    /// <param name="old">How many there are.</param>
    /// <param name="size">How many are wanted.</param>
    /// <param name="step">Distance of two new ones, in old ones; <see langword="null"/> for old / size.</param>
    public static (int Index, double Weight)[][] Taps(int old, int size, double? step = null)
    {
        var taps = new (int, double)[size][];
        for (int i = 0; i < size; i++)
        {
            double center = (i + 0.5) * (step ?? (double)old / size) - 0.5;
            int first = (int)Math.Floor(center);
            double t = center - first;
            taps[i] =
            [
                (Math.Clamp(first - 1, 0, old - 1), Outer(t + 1)),
                (Math.Clamp(first, 0, old - 1), Inner(t)),
                (Math.Clamp(first + 1, 0, old - 1), Inner(1 - t)),
                (Math.Clamp(first + 2, 0, old - 1), Outer(2 - t)),
            ];
        }

        return taps;
    }

    private static double Inner(double x) => ((A + 2) * x - (A + 3)) * x * x + 1;

    private static double Outer(double x) => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
}
