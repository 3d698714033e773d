using MaskClip.Storage;

namespace MaskClip.Labels;

/// <summary>The best row of scores of every pixel, straight from the scores.</summary>
internal sealed class PlainTiles(ResultScores scores) : ITileLabeler
{
    /// <inheritdoc/>
    public (int Width, int Height) Tile => (512, 128);

    /// <inheritdoc/>
    public bool Parallel => true;

    /// <inheritdoc/>
    public void Require(int from, int to) => scores.Require(from, to);

    /// <inheritdoc/>
    public int FirstWindows(int pass, int y) => scores.FirstWindows(pass, y);

    /// <inheritdoc/>
    public void Label(PixelBox tile, LabelRules rules, Parallelism threads, TileWriter write)
    {
        using var buffers = new RentedBuffers();
        var probabilities = scores.Open(tile.X, tile.X + tile.Width, buffers);
        var best = new float[tile.Width];
        var bestRow = new int[tile.Width];
        for (int y = tile.Y; y < tile.Y + tile.Height; y++)
        {
            var values = probabilities.Read(y);
            best.AsSpan().Fill(float.NegativeInfinity);
            bestRow.AsSpan().Fill(Running.None);
            for (int row = 0; row < scores.Scorer.Rows; row++)
            {
                if (rules.Allows(row)) Running.Raise(best, bestRow, values.Slice(row * tile.Width, tile.Width), row);
            }

            write(y, bestRow, best);
        }
    }
}
