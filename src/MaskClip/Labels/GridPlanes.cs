using System.Numerics.Tensors;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>Planes of scores on a grid over the whole photo, enlarged tile by tile to the best row of every pixel.</summary>
/// <param name="planes">A row of scores and its plane each; a negative row counts in the sum alone.</param>
/// <param name="logarithms">Whether scores are logarithms of probabilities, or probabilities.</param>
/// <param name="down">What the photo's rows are made of.</param>
/// <param name="across">What the photo's columns are made of.</param>
/// <param name="width">Columns of the grid.</param>
internal sealed class GridPlanes(
    IReadOnlyList<(int Row, float[] Plane)> planes, bool logarithms, AxisTaps down, AxisTaps across, int width)
{
    /// <summary>Labels a tile.</summary>
    /// <inheritdoc cref="ITileLabeler.Label" path="/param"/>
    public void Label(PixelBox tile, LabelRules rules, Parallelism threads, TileWriter write)
    {
        using var buffers = new RentedBuffers();
        var best = new TileBest(tile, logarithms, buffers);
        foreach (var (row, plane) in planes)
        {
            bool mayWin = row >= 0 && rules.Allows(row);
            threads.For(tile.Height, y =>
            {
                using var own = new RentedBuffers();
                Span<float> line = own.Rent(width).AsSpan(0, width), scores = own.Rent(tile.Width).AsSpan(0, tile.Width);
                Blend(plane, tile.Y + y, line);
                across.Apply(line, 0, tile.X, scores);
                best.Compare(y, scores, row, mayWin);
            });
        }

        best.Write(write);
    }

    private void Blend(float[] plane, int y, Span<float> line)
    {
        var indices = down.Indices(y);
        var weights = down.Weights(y);
        line.Clear();
        for (int i = 0; i < indices.Length; i++)
            TensorPrimitives.MultiplyAdd(plane.AsSpan(indices[i] * line.Length, line.Length), weights[i], line, line);
    }
}
