

namespace MaskClip.Towers;

/// <summary>What an image graph is given beside photos: tables that depend on the photo's grid. ResNets need none but for a few methods.</summary>
internal sealed class GridInputs
{
    private readonly ImageTowerConfig config;
    private readonly PositionTable? positions;
    private readonly NeighborTable? neighbors;

    /// <summary>Prepares the tables of a method.</summary>
    /// <param name="config">The tower.</param>
    /// <param name="read">Reads a tensor of the checkpoint by its name.</param>
    /// <param name="last">The method.</param>
    public GridInputs(ImageTowerConfig config, Func<string, float[]> read, LastBlock last)
    {
        this.config = config;
        bool vit = config is VisionTransformerConfig;
        positions = vit || (config is ModifiedResNetConfig && last.Pooling == PoolingAttention.UnitValues) ? new PositionTable(read, config, last.Positions) : null;
        neighbors = vit && last.NeighborSigma is { } sigma ? new NeighborTable((rows, columns) => NeighborBias.Table(sigma, rows, columns))
            : config is ResNetConfig && last.Mixing is SimilarPositions similar ? new NeighborTable(similar.Distances)
            : null;
    }

    /// <summary>The inputs of a grid.</summary>
    public IEnumerable<(string Name, int[] Shape, float[] Values)> For(int rows, int columns)
    {
        int tokens = 1 + rows * columns;
        if (positions is not null) yield return (ImageGraphNames.Positions, [1, tokens, config.Width], positions.For(rows, columns));
        if (neighbors is null) yield break;
        int[] shape = config is ResNetConfig ? [1, rows * columns, rows * columns] : [1, 1, tokens, tokens];
        yield return (ImageGraphNames.Neighbors, shape, neighbors.For(rows, columns));
    }
}
