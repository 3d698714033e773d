namespace MaskClip.Towers;

/// <summary>
/// What an image graph is given beside photos: tables that depend on the photo's grid. ResNets need none but for a few methods.
/// </summary>
/// <param name="config">The tower.</param>
/// <param name="positions">Its position embeddings, where the graph takes them.</param>
/// <param name="neighbors">The method's neighbor bias, where it has one.</param>
internal sealed class GridInputs(ImageTowerConfig config, PositionTable? positions, NeighborTable? neighbors)
{
    /// <summary>Prepares the tables of a method for CLIP's towers and ResNets.</summary>
    /// <param name="config">The tower.</param>
    /// <param name="read">Reads a tensor of the checkpoint by its name.</param>
    /// <param name="last">The method.</param>
    public GridInputs(ImageTowerConfig config, Func<string, float[]> read, LastBlock last)
        : this(
            config,
            config is VisionTransformerConfig || (config is ModifiedResNetConfig && last.Pooling == PoolingAttention.UnitValues)
                ? new PositionTable(read, config, last.Positions)
                : null,
            NeighborsOf(config, last))
    {
    }

    /// <summary>The neighbor bias that a method has in a tower.</summary>
    public static NeighborTable? NeighborsOf(ImageTowerConfig config, LastBlock last) => config switch
    {
        VisionTransformerConfig when last.NeighborSigma is { } sigma =>
            new((rows, columns) => NeighborBias.Table(sigma, rows, columns, config.PrefixTokens)),
        ResNetConfig when last.Mixing is SimilarPositions similar => new(similar.Distances),
        _ => null,
    };

    /// <summary>The inputs of a grid.</summary>
    public IEnumerable<(string Name, int[] Shape, float[] Values)> For(int rows, int columns)
    {
        int tokens = config.PrefixTokens + rows * columns;
        if (positions is not null) yield return (ImageGraphNames.Positions, [1, tokens, config.Width], positions.For(rows, columns));
        if (neighbors is null) yield break;
        int[] shape = config is ResNetConfig ? [1, rows * columns, rows * columns] : [1, 1, tokens, tokens];
        yield return (ImageGraphNames.Neighbors, shape, neighbors.For(rows, columns));
    }
}
