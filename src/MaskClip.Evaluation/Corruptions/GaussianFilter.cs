using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation.Corruptions;

/// <summary>
/// scipy's <c>gaussian_filter</c>, mode <c>nearest</c>, truncated at 4 sigma, as <c>skimage.filters.gaussian</c> calls it.
/// </summary>
internal static class GaussianFilter
{
    /// <summary>Filters a plane, columns first.</summary>
    /// <param name="plane">The values.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="sigma">Standard deviation in pixels.</param>
    /// <param name="inSingle">Whether the plane is in single precision: scipy then keeps each pass's result so, and sums in double.</param>
    public static double[] Apply(double[] plane, int width, int height, double sigma, bool inSingle = false)
    {
        var weights = Weights(sigma);
        return Keep(Rows(Keep(Columns(plane, width, height, weights)), width, height, weights));

        double[] Keep(double[] values) => inSingle ? Array.ConvertAll(values, value => (double)(float)value) : values;
    }

    /// <summary>The weight at each distance from the middle.</summary>
    private static double[] Weights(double sigma)
    {
        int radius = (int)(4 * sigma + 0.5);
        double[] weights = [.. Enumerable.Range(0, radius + 1).Select(x => PortableMath.Exp(-0.5 / (sigma * sigma) * (x * x)))];
        double sum = 2 * weights.Skip(1).Sum() + weights[0];
        return [.. weights.Select(weight => weight / sum)];
    }

    private static double[] Columns(double[] plane, int width, int height, double[] weights)
    {
        var filtered = new double[plane.Length];
        for (int y = 0; y < height; y++)
        {
            var to = filtered.AsSpan(y * width, width);
            var middle = plane.AsSpan(y * width, width);
            for (int x = 0; x < width; x++) to[x] = middle[x] * weights[0];
            for (int d = weights.Length - 1; d > 0; d--)
            {
                var above = plane.AsSpan(Math.Max(y - d, 0) * width, width);
                var below = plane.AsSpan(Math.Min(y + d, height - 1) * width, width);
                double weight = weights[d];
                for (int x = 0; x < to.Length; x++) to[x] += (above[x] + below[x]) * weight;
            }
        }

        return filtered;
    }

    private static double[] Rows(double[] plane, int width, int height, double[] weights)
    {
        int radius = weights.Length - 1;
        var filtered = new double[plane.Length];
        var padded = new double[width + 2 * radius];
        for (int y = 0; y < height; y++)
        {
            var row = plane.AsSpan(y * width, width);
            padded.AsSpan(0, radius).Fill(row[0]);
            row.CopyTo(padded.AsSpan(radius));
            padded.AsSpan(radius + width).Fill(row[^1]);
            var to = filtered.AsSpan(y * width, width);
            for (int x = 0; x < width; x++) to[x] = row[x] * weights[0];
            for (int d = radius; d > 0; d--)
            {
                var left = padded.AsSpan(radius - d, width);
                var right = padded.AsSpan(radius + d, width);
                double weight = weights[d];
                for (int x = 0; x < to.Length; x++) to[x] += (left[x] + right[x]) * weight;
            }
        }

        return filtered;
    }
}
