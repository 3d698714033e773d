namespace MaskClip.Towers;

/// <summary>The neighbor bias of the grids that were asked for, each computed once as long as it is kept.</summary>
/// <param name="make">Computes the bias of a grid of so many rows and columns.</param>
internal sealed class NeighborTable(Func<int, int, float[]> make)
{
    // Tables grow with the square of the grid: a few usual ones (4 MB at 512 pixels and patches of 16), or one large one.
    private const long MaxNumbers = 16 << 20;

    private readonly Dictionary<(int Rows, int Columns), float[]> grids = [];
    private readonly Lock gate = new();
    private long numbers;

    /// <summary>The bias between every two positions.</summary>
    public float[] For(int rows, int columns)
    {
        lock (gate)
        {
            if (grids.TryGetValue((rows, columns), out var table)) return table;
            table = make(rows, columns);
            if (numbers + table.Length > MaxNumbers)
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
