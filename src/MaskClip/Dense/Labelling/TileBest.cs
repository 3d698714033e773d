using System.Numerics.Tensors;

namespace MaskClip.Dense;

/// <summary>The best of a tile's refined rows at every pixel of the photo, kept while they come one after the other.</summary>
/// <param name="tile">The tile's box in the photo.</param>
/// <param name="logarithms">Whether scores are logarithms of probabilities, or probabilities.</param>
internal sealed class TileBest(PixelBox tile, bool logarithms)
{
    // Far above what refined logarithms can mean, far below what overflows.
    private const float Greatest = 40;

    private readonly float[] best = Filled(tile.Width * tile.Height);
    private readonly int[] bestRow = new int[tile.Width * tile.Height];
    private readonly float[] sum = new float[logarithms ? tile.Width * tile.Height : 0];

    /// <summary>Compares a row's scores with the best so far. Rows of pixels may be compared at once.</summary>
    /// <param name="y">Row of pixels, counted from the tile's first.</param>
    /// <param name="scores">One score a pixel; overwritten.</param>
    /// <param name="row">Whose they are.</param>
    /// <param name="mayWin">Whether they only count in the sum.</param>
    public void Compare(int y, Span<float> scores, int row, bool mayWin)
    {
        int from = y * tile.Width;
        if (logarithms) TensorPrimitives.Min(scores, Greatest, scores);
        if (mayWin) Running.Raise(best.AsSpan(from, tile.Width), bestRow.AsSpan(from, tile.Width), scores, row);
        if (!logarithms) return;
        TensorPrimitives.Exp<float>(scores, scores);
        TensorPrimitives.Add(sum.AsSpan(from, tile.Width), scores, sum.AsSpan(from, tile.Width));
    }

    /// <summary>Writes the result. Once only.</summary>
    public void Write(TileWriter write)
    {
        if (logarithms)
        {
            TensorPrimitives.Exp<float>(best, best);
            TensorPrimitives.Divide(best, sum, best);
        }

        for (int y = 0; y < tile.Height; y++) write(tile.Y + y, bestRow.AsSpan(y * tile.Width, tile.Width), best.AsSpan(y * tile.Width, tile.Width));
    }

    private static float[] Filled(int pixels)
    {
        var values = new float[pixels];
        values.AsSpan().Fill(float.NegativeInfinity);
        return values;
    }
}
