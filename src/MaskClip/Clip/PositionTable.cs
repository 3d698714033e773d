using System.Collections.Concurrent;
using MaskClip.Checkpoints;

namespace MaskClip.Clip;

/// <summary>A tower's position embeddings for the grids that were asked for, each resized once.</summary>
internal sealed class PositionTable(Checkpoint checkpoint, ImageTowerConfig config, PositionResize convention)
{
    // Photos of a folder mostly share a few shapes; past this many the table starts over.
    private const int MostGrids = 64;

    private readonly Lazy<float[]> trained = new(() => checkpoint.Require(config.PositionTensor).ToArray());
    private readonly ConcurrentDictionary<(int Rows, int Columns), float[]> grids = new();

    /// <summary>Embeddings <c>[1 + rows·columns, width]</c>, class token first.</summary>
    public float[] For(int rows, int columns)
    {
        if (grids.Count >= MostGrids) grids.Clear();
        return grids.GetOrAdd((rows, columns), grid =>
            PositionEmbedding.Resize(trained.Value, config.TrainedGrid, config.Width, grid.Rows, grid.Columns, convention));
    }
}
