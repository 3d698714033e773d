using MaskClip.Imaging;

namespace MaskClip.Towers;

/// <summary>Resizes a vision transformer's position embeddings to another patch grid.</summary>
/// <remarks>
/// As in PyTorch's <c>interpolate(align_corners=False)</c>: half-pixel centres, borders clamped; bicubic takes a = -0.75, and a = -0.5 with
/// <c>antialias=True</c>. The originals differ; <see cref="PositionResize"/> names their ways.
/// </remarks>
internal static class PositionEmbedding
{
    private const double A = -0.75;

    /// <summary>Resizes <c>[1 + side·side, width]</c> (class token first) to <c>[1 + rows·columns, width]</c>.</summary>
    public static float[] Resize(ReadOnlySpan<float> embedding, int side, int width, int rows, int columns, PositionResize convention)
    {
        if (rows == side && columns == side) return embedding.ToArray();
        var result = new float[(1 + rows * columns) * width];
        embedding[..width].CopyTo(result);
        var vertical = Taps(side, rows, convention);
        var horizontal = Taps(side, columns, convention);
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                var cell = result.AsSpan((1 + y * columns + x) * width, width);
                foreach (var (row, rowWeight) in vertical[y])
                {
                    foreach (var (column, columnWeight) in horizontal[x])
                    {
                        var source = embedding.Slice((1 + row * side + column) * width, width);
                        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(source, (float)(rowWeight * columnWeight), cell, cell);
                    }
                }
            }
        }

        return result;
    }

    private static (int Index, double Weight)[][] Taps(int side, int size, PositionResize convention) => convention switch
    {
        PositionResize.Bilinear => Linear(side, size),
        PositionResize.Antialiased => Antialiased(side, size),
        _ => Cubic(side, size, convention),
    };

    private static (int Index, double Weight)[][] Linear(int side, int size)
    {
        var taps = new (int, double)[size][];
        for (int i = 0; i < size; i++)
        {
            double position = Math.Max(0, (i + 0.5) * side / size - 0.5);
            int first = Math.Min((int)position, side - 1);
            taps[i] = [(first, 1 - (position - first)), (Math.Min(first + 1, side - 1), position - first)];
        }

        return taps;
    }

    private static (int Index, double Weight)[][] Antialiased(int side, int size)
    {
        var weights = new ResamplingWeights(side, size, ResampleFilter.Bicubic);
        return
        [
            .. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, weights.Count[i])
                .Select(k => (weights.First[i] + k, weights.Weights[i * weights.Taps + k] / (double)(1 << ResamplingWeights.PrecisionBits)))
                .ToArray()),
        ];
    }

    private static (int Index, double Weight)[][] Cubic(int side, int size, PositionResize convention)
    {
        double step = convention == PositionResize.Size ? (double)side / size : side / (size + 0.1);
        var taps = new (int, double)[size][];
        for (int i = 0; i < size; i++)
        {
            double center = (i + 0.5) * step - 0.5;
            int first = (int)Math.Floor(center);
            double t = center - first;
            taps[i] =
            [
                (Math.Clamp(first - 1, 0, side - 1), Outer(t + 1)),
                (Math.Clamp(first, 0, side - 1), Inner(t)),
                (Math.Clamp(first + 1, 0, side - 1), Inner(1 - t)),
                (Math.Clamp(first + 2, 0, side - 1), Outer(2 - t)),
            ];
        }

        return taps;
    }

    private static double Inner(double x) => ((A + 2) * x - (A + 3)) * x * x + 1;

    private static double Outer(double x) => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
}
