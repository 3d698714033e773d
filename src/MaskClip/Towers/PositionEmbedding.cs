using MaskClip.Imaging;

namespace MaskClip.Towers;

/// <summary>Resizes a vision transformer's position embeddings to another patch grid.</summary>
/// <remarks>
/// As in PyTorch's <c>interpolate(align_corners=False)</c>: half-pixel centers, borders clamped; bicubic takes a = -0.75, and a = -0.5 with
/// <c>antialias=True</c>. The originals differ; <see cref="PositionResize"/> names their ways.
/// Safe to use from several threads.
/// </remarks>
public static class PositionEmbedding
{
    /// <summary>Resizes <c>[1 + side·side, width]</c> (class token first) to <c>[1 + rows·columns, width]</c>.</summary>
    /// <param name="embedding">The table that was trained.</param>
    /// <param name="side">Its rows and columns.</param>
    /// <param name="width">Length of a position.</param>
    /// <param name="rows">Rows that are wanted.</param>
    /// <param name="columns">Columns that are wanted.</param>
    /// <param name="convention">Which original's way.</param>
    public static float[] Resize(ReadOnlySpan<float> embedding, int side, int width, int rows, int columns, PositionResize convention)
    {
        if (rows == side && columns == side) return embedding.ToArray();
        var result = new float[(1 + rows * columns) * width];
        embedding[..width].CopyTo(result);
        Resize(embedding[width..], side, width, Taps(side, rows, convention), Taps(side, columns, convention), result.AsSpan(width));
        return result;
    }

    /// <summary>Resizes a grid without a class token, <c>[side·side, width]</c>, to <c>[rows·columns, width]</c>.</summary>
    /// <param name="grid">The table that was trained.</param>
    /// <param name="side">Its rows and columns.</param>
    /// <param name="width">Length of a position.</param>
    /// <param name="rows">Rows that are wanted.</param>
    /// <param name="columns">Columns that are wanted.</param>
    /// <param name="filter">A filter that widens where the grid shrinks (PyTorch's <c>antialias=True</c>); <see langword="null"/> takes
    /// cubic convolution that does not.</param>
    internal static float[] ResizeGrid(ReadOnlySpan<float> grid, int side, int width, int rows, int columns, ResampleFilter? filter)
    {
        if (rows == side && columns == side) return grid.ToArray();
        var result = new float[rows * columns * width];
        Resize(grid, side, width, Along(rows), Along(columns), result);
        return result;

        (int Index, double Weight)[][] Along(int size) =>
            filter is { } kind ? Antialiased(side, size, kind) : Cubic(side, size, PositionResize.Size);
    }

    private static void Resize(
        ReadOnlySpan<float> grid,
        int side,
        int width,
        (int Index, double Weight)[][] vertical,
        (int Index, double Weight)[][] horizontal,
        Span<float> result)
    {
        for (int y = 0; y < vertical.Length; y++)
        {
            for (int x = 0; x < horizontal.Length; x++)
            {
                var cell = result.Slice((y * horizontal.Length + x) * width, width);
                foreach (var (row, rowWeight) in vertical[y])
                {
                    foreach (var (column, columnWeight) in horizontal[x])
                    {
                        var source = grid.Slice((row * side + column) * width, width);
                        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(source, (float)(rowWeight * columnWeight), cell, cell);
                    }
                }
            }
        }
    }

    private static (int Index, double Weight)[][] Taps(int side, int size, PositionResize convention) => convention switch
    {
        PositionResize.Bilinear => Linear(side, size),
        PositionResize.Antialiased => Antialiased(side, size, ResampleFilter.Bicubic),
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

    private static (int Index, double Weight)[][] Antialiased(int side, int size, ResampleFilter filter)
    {
        var weights = new ResamplingWeights(side, size, filter);
        return
        [
            .. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, weights.Count[i])
                .Select(k => (weights.First[i] + k, weights.Weights[i * weights.Taps + k] / (double)(1 << ResamplingWeights.PrecisionBits)))
                .ToArray()),
        ];
    }

    private static (int Index, double Weight)[][] Cubic(int side, int size, PositionResize convention) =>
        PlaneResampling.Taps(side, size, convention == PositionResize.Size ? null : side / (size + 0.1));
}
