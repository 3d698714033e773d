using MaskClip.Dense;

namespace MaskClip.Clip;

/// <summary>What an image graph is given beside photos: tables that depend on the photo's grid. ResNets need none but for one method.</summary>
internal sealed class GridInputs
{
    private readonly ImageTowerConfig config;
    private readonly PositionTable? positions;
    private readonly NeighbourTable? neighbours;

    /// <summary>Prepares the tables of a method.</summary>
    public GridInputs(ClipModel model, LastBlock last)
    {
        config = model.ImageConfig;
        bool vit = config is VisionTransformerConfig;
        positions = vit || last.Pooling == PoolingAttention.UnitValues ? new PositionTable(model.Checkpoint, config, last.Positions) : null;
        neighbours = vit && last.NeighbourSigma is { } sigma ? new NeighbourTable(sigma) : null;
    }

    /// <summary>The inputs of a grid.</summary>
    public IEnumerable<(string Name, int[] Shape, float[] Values)> For(int rows, int columns)
    {
        int tokens = 1 + rows * columns;
        if (positions is not null) yield return (ImageGraphNames.Positions, [1, tokens, config.Width], positions.For(rows, columns));
        if (neighbours is not null) yield return (ImageGraphNames.Neighbours, [1, 1, tokens, tokens], neighbours.For(rows, columns));
    }
}
