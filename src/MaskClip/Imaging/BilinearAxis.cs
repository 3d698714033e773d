using MaskClip.Labels;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Imaging;

/// <summary>One axis of a bilinear enlargement with half-pixel centers (PyTorch's <c>align_corners=False</c>).</summary>
/// <remarks>Output pixels between the same two grid lines form a span, inside which every score changes linearly.</remarks>
internal sealed class BilinearAxis
{
    private static readonly RecentlyMade<(int Grid, int Size, double Shift), BilinearAxis> Made = new(key =>
        new(key.Grid, key.Size, key.Shift));

    /// <summary>Lays out an axis.</summary>
    /// <param name="grid">Grid cells.</param>
    /// <param name="size">Output pixels.</param>
    /// <param name="shift">How many cells the grid's positions sit before the middle of their cells; see
    /// <see cref="WindowAxis.Shift"/>.</param>
    public BilinearAxis(int grid, int size, double shift = 0)
    {
        // A few spare entries let a vector read past the last pixel.
        Fraction = new float[size + System.Numerics.Vector<float>.Count];
        FractionSum = new double[size + 1];
        Start = new int[grid + 1];
        int span = 0;
        for (int i = 0; i < size; i++)
        {
            double position = Math.Max(0, (i + 0.5) * grid / size - 0.5 + shift);
            int line = Math.Min((int)position, grid - 1);
            while (span < line) Start[++span] = i;
            Fraction[i] = (float)(position - line);
            FractionSum[i + 1] = FractionSum[i] + Fraction[i];
        }

        while (span < grid) Start[++span] = size;
        Grid = grid;
        Size = size;
    }

    /// <summary>The axis between two sizes, which is kept for the next photo of that size.</summary>
    public static BilinearAxis For(int grid, int size, double shift = 0) => Made[(grid, size, shift)];

    /// <summary>Grid cells.</summary>
    public int Grid { get; }

    /// <summary>Output pixels.</summary>
    public int Size { get; }

    /// <summary>How far each pixel is from its lower to its upper grid line, 0..1.</summary>
    public float[] Fraction { get; }

    /// <summary>Running sums of <see cref="Fraction"/>: entry i sums the pixels before i.</summary>
    public double[] FractionSum { get; }

    /// <summary>The first pixel of each span; span s ends where s + 1 starts.</summary>
    public int[] Start { get; }

    /// <summary>The upper grid line of a span.</summary>
    public int Upper(int span) => Math.Min(span + 1, Grid - 1);
}
