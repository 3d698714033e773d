using MaskClip.Storage;

namespace MaskClip.Towers;

/// <summary>A tower's position embeddings for the grids that were asked for, each resized once.</summary>
internal sealed class PositionTable
{
    private readonly RecentlyMade<(int Rows, int Columns), float[]> grids;

    /// <summary>Reads the table that was trained, when it is first needed.</summary>
    /// <param name="read">Reads a tensor by its name.</param>
    /// <param name="config">The tower.</param>
    /// <param name="convention">How the table is resized.</param>
    public PositionTable(Func<string, float[]> read, ImageTowerConfig config, PositionResize convention)
    {
        var trained = new Lazy<float[]>(() => read(config.PositionTensor));
        grids = new(grid => PositionEmbedding.Resize(trained.Value, config.TrainedGrid, config.Width, grid.Rows, grid.Columns, convention));
    }

    /// <summary>Takes tables that a family makes in its own way.</summary>
    /// <param name="make">The table of so many rows and columns, with rows for the tokens before the patches.</param>
    public PositionTable(Func<int, int, float[]> make) => grids = new(grid => make(grid.Rows, grid.Columns));

    /// <summary>Embeddings <c>[1 + rows·columns, width]</c>, tokens before the patches first.</summary>
    public float[] For(int rows, int columns) => grids[(rows, columns)];
}
