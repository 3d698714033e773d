using System.Numerics.Tensors;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>One pass's scores at the rows of a tile of the result, read from top to bottom.</summary>
/// <remarks>
/// Grid lines are spread over the tile's columns once and kept while rows are made of them; a row is then a weighted sum of few lines.
/// </remarks>
internal sealed class TileRows
{
    private readonly PassScores scores;
    private readonly AxisTaps down;
    private readonly AxisTaps across;
    private readonly int from;
    private readonly int width;
    private readonly int[] rows;
    private readonly Dictionary<int, float[]> lines = [];
    private readonly Stack<float[]> spare = new();
    private readonly float[] line;
    private readonly RentedBuffers buffers;

    /// <summary>Prepares a tile.</summary>
    /// <param name="scores">The pass; the windows that the tile is made of are ready.</param>
    /// <param name="down">The result's height.</param>
    /// <param name="across">The result's width.</param>
    /// <param name="from">First column.</param>
    /// <param name="to">Column after the last.</param>
    /// <param name="rows">Which rows of scores.</param>
    /// <param name="buffers">Rents its arrays, which are needed as long as this is read.</param>
    public TileRows(PassScores scores, AxisTaps down, AxisTaps across, int from, int to, int[] rows, RentedBuffers buffers)
    {
        this.scores = scores;
        this.down = down;
        this.across = across;
        this.from = from;
        this.rows = rows;
        width = to - from;
        this.buffers = buffers;
        line = buffers.Rent(scores.Plan.Columns.Starts.Count * scores.Plan.Columns.Cells);
    }

    /// <summary>Reads one row.</summary>
    /// <param name="y">Row of the result; not above the one read before.</param>
    /// <param name="values">Takes <c>[rows, columns]</c>.</param>
    public void Read(int y, Span<float> values)
    {
        var indices = down.Indices(y);
        var weights = down.Weights(y);
        Forget(indices);
        for (int tap = 0; tap < indices.Length; tap++)
        {
            var source = Line(indices[tap]);
            for (int at = 0; at < values.Length; at += width)
            {
                var row = values.Slice(at, width);
                if (tap == 0) TensorPrimitives.Multiply(source.AsSpan(at, width), weights[tap], row);
                else TensorPrimitives.MultiplyAdd(source.AsSpan(at, width), weights[tap], row, row);
            }
        }
    }

    private void Forget(ReadOnlySpan<int> needed)
    {
        foreach (int index in lines.Keys)
        {
            if (needed.Contains(index)) continue;
            lines.Remove(index, out var buffer);
            spare.Push(buffer!);
        }
    }

    private float[] Line(int index)
    {
        if (lines.TryGetValue(index, out var known)) return known;
        var result = spare.TryPop(out var buffer) ? buffer : buffers.Rent(rows.Length * width);
        int cells = scores.Plan.Rows.Cells, columns = scores.Plan.Columns.Cells;
        var windows = scores[index / cells];
        for (int n = 0; n < rows.Length; n++)
        {
            for (int w = 0; w < windows.Length; w++)
                windows[w].Row(rows[n]).Slice(index % cells * columns, columns).CopyTo(line.AsSpan(w * columns));
            across.Apply(line, 0, from, result.AsSpan(n * width, width));
        }

        lines.Add(index, result);
        return result;
    }
}
