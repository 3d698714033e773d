using System.Numerics.Tensors;
using MaskClip.Edges;
using MaskClip.Storage;

namespace MaskClip.Labels;

/// <summary>A tile's lines of coefficients, enlarged from their lattice to the photo's columns and rows, from top to bottom.</summary>
/// <param name="lattice">The lattice.</param>
/// <param name="coefficients">Coefficients <c>[4, height, width]</c> of the box.</param>
/// <param name="box">The part of the lattice that they are of.</param>
/// <param name="tile">The tile of the photo.</param>
/// <param name="buffers">Rents its arrays, which are needed as long as this is read.</param>
internal sealed class EnlargedLines(PhotoLattice lattice, float[] coefficients, PixelBox box, PixelBox tile, RentedBuffers buffers)
{
    private readonly Dictionary<int, float[]> lines = [];
    private readonly Stack<float[]> spare = new();
    private readonly int length = GuidedFilter.Coefficients * tile.Width;
    private readonly float[] buffer = buffers.Rent(GuidedFilter.Coefficients * tile.Width);

    /// <summary>Starts again at the top, with other coefficients in the same place.</summary>
    public void Restart()
    {
        foreach (var line in lines.Values) spare.Push(line);
        lines.Clear();
    }

    /// <summary>Reads one row of the tile: <c>[4, columns]</c>, valid until the next is read.</summary>
    public ReadOnlySpan<float> Read(int y)
    {
        var indices = lattice.Down.Indices(tile.Y + y);
        var weights = lattice.Down.Weights(tile.Y + y);
        foreach (int old in lines.Keys)
        {
            if (old < indices[0] && lines.Remove(old, out var line)) spare.Push(line);
        }

        var blended = buffer.AsSpan(0, length);
        TensorPrimitives.Multiply(Line(indices[0]), weights[0], blended);
        for (int i = 1; i < indices.Length; i++) TensorPrimitives.MultiplyAdd(Line(indices[i]), weights[i], blended, blended);
        return blended;
    }

    private ReadOnlySpan<float> Line(int row)
    {
        if (lines.TryGetValue(row, out var known)) return known.AsSpan(0, length);
        var line = spare.TryPop(out var old) ? old : buffers.Rent(length);
        for (int i = 0; i < GuidedFilter.Coefficients; i++)
        {
            var source = coefficients.AsSpan((i * box.Height + row - box.Y) * box.Width, box.Width);
            lattice.Across.Apply(source, box.X, tile.X, line.AsSpan(i * tile.Width, tile.Width));
        }

        lines.Add(row, line);
        return line.AsSpan(0, length);
    }
}
