using MaskClip.Dense;

namespace MaskClip.Clip;

/// <summary>The neighbour bias of the grids that were asked for, each computed once as long as it is kept.</summary>
internal sealed class NeighbourTable(double sigma)
{
    // Tables grow with the square of the grid: a few usual ones (4 MB at 512 pixels and patches of 16), or one large one.
    private const long MostNumbers = 16 << 20;

    private readonly Dictionary<(int Rows, int Columns), float[]> grids = [];
    private readonly Lock gate = new();
    private long numbers;

    /// <summary>The bias <c>[1 + rows·columns, 1 + rows·columns]</c>, class token first.</summary>
    public float[] For(int rows, int columns)
    {
        lock (gate)
        {
            if (grids.TryGetValue((rows, columns), out var table)) return table;
            table = NeighbourBias.Table(sigma, rows, columns);
            if (numbers + table.Length > MostNumbers)
            {
                grids.Clear();
                numbers = 0;
            }

            grids.Add((rows, columns), table);
            numbers += table.Length;
            return table;
        }
    }
}
