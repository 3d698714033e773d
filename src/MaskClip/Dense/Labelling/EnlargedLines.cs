using System.Numerics.Tensors;

namespace MaskClip.Dense;

/// <summary>A tile's lines of coefficients, enlarged from their lattice to the photo's columns and rows, from top to bottom.</summary>
/// <param name="lattice">The lattice.</param>
/// <param name="coefficients">Coefficients <c>[4, height, width]</c> of the box.</param>
/// <param name="box">The part of the lattice that they are of.</param>
/// <param name="tile">The tile of the photo.</param>
internal sealed class EnlargedLines(PhotoLattice lattice, float[] coefficients, PixelBox box, PixelBox tile)
{
    private readonly Dictionary<int, float[]> lines = [];
    private readonly float[] blended = new float[GuidedFilter.Coefficients * tile.Width];

    /// <summary>Reads one row of the tile: <c>[4, columns]</c>, valid until the next is read.</summary>
    public ReadOnlySpan<float> Read(int y)
    {
        var indices = lattice.Down.Indices(tile.Y + y);
        var weights = lattice.Down.Weights(tile.Y + y);
        foreach (int old in lines.Keys)
        {
            if (old < indices[0]) lines.Remove(old);
        }

        TensorPrimitives.Multiply(Line(indices[0]), weights[0], blended);
        for (int i = 1; i < indices.Length; i++) TensorPrimitives.MultiplyAdd(Line(indices[i]), weights[i], blended, blended);
        return blended;
    }

    private float[] Line(int row)
    {
        if (lines.TryGetValue(row, out var known)) return known;
        var line = new float[blended.Length];
        for (int i = 0; i < GuidedFilter.Coefficients; i++)
        {
            var source = coefficients.AsSpan((i * box.Height + row - box.Y) * box.Width, box.Width);
            lattice.Across.Apply(source, box.X, tile.X, line.AsSpan(i * tile.Width, tile.Width));
        }

        lines.Add(row, line);
        return line;
    }
}
