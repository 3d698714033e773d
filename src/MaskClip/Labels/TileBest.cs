using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MaskClip.Scores;
using MaskClip.Storage;

namespace MaskClip.Labels;

/// <summary>The best of a tile's refined rows at every pixel of the photo, kept while they come one after the other.</summary>
internal sealed class TileBest
{
    // Far above what refined logarithms can mean, far below what overflows.
    private const float Greatest = 40;

    private readonly PixelBox tile;
    private readonly bool logarithms;
    private readonly Memory<float> best;

    // Whole numbers in a rented array of numbers of the same size.
    private readonly Memory<float> names;
    private readonly Memory<float> sum;

    /// <summary>Prepares a tile.</summary>
    /// <param name="tile">The tile's box in the photo.</param>
    /// <param name="logarithms">Whether scores are logarithms of probabilities, or probabilities.</param>
    /// <param name="buffers">Rents its arrays, which are needed as long as this is used.</param>
    public TileBest(PixelBox tile, bool logarithms, RentedBuffers buffers)
    {
        int pixels = tile.Width * tile.Height;
        this.tile = tile;
        this.logarithms = logarithms;
        best = buffers.Rent(pixels).AsMemory(0, pixels);
        best.Span.Fill(float.NegativeInfinity);
        names = buffers.Rent(pixels).AsMemory(0, pixels);
        BestRow.Fill(Running.None);
        if (!logarithms) return;
        sum = buffers.Rent(pixels).AsMemory(0, pixels);
        sum.Span.Clear();
    }

    private Span<int> BestRow => MemoryMarshal.Cast<float, int>(names.Span);

    /// <summary>Compares a row's scores with the best so far. Rows of pixels may be compared at once.</summary>
    /// <param name="y">Row of pixels, counted from the tile's first.</param>
    /// <param name="scores">One score a pixel; overwritten.</param>
    /// <param name="row">Whose they are.</param>
    /// <param name="mayWin">Whether they only count in the sum.</param>
    public void Compare(int y, Span<float> scores, int row, bool mayWin)
    {
        int from = y * tile.Width;
        if (logarithms) TensorPrimitives.Min(scores, Greatest, scores);
        if (mayWin) Running.Raise(best.Span.Slice(from, tile.Width), BestRow.Slice(from, tile.Width), scores, row);
        if (!logarithms) return;
        Exponential.Apply(scores);
        TensorPrimitives.Add(sum.Span.Slice(from, tile.Width), scores, sum.Span.Slice(from, tile.Width));
    }

    /// <summary>Writes the result. Once only.</summary>
    public void Write(TileWriter write)
    {
        if (logarithms)
        {
            Exponential.Apply(best.Span);
            TensorPrimitives.Divide<float>(best.Span, sum.Span, best.Span);
        }

        for (int y = 0; y < tile.Height; y++)
            write(tile.Y + y, BestRow.Slice(y * tile.Width, tile.Width), best.Span.Slice(y * tile.Width, tile.Width));
    }
}
