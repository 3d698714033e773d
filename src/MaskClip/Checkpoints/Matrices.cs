namespace MaskClip.Checkpoints;

/// <summary>What weights need of matrices before the engine sees them.</summary>
internal static class Matrices
{
    // Keeps both sides of the copy in the first cache level.
    private const int Tile = 32;

    /// <summary>Exchanges rows and columns.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>.</param>
    /// <param name="result">Takes <c>[columns, rows]</c>.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    public static void Transpose<T>(ReadOnlySpan<T> matrix, Span<T> result, int rows, int columns)
    {
        for (int top = 0; top < rows; top += Tile)
        {
            for (int left = 0; left < columns; left += Tile)
            {
                int bottom = Math.Min(top + Tile, rows), right = Math.Min(left + Tile, columns);
                for (int row = top; row < bottom; row++)
                {
                    for (int column = left; column < right; column++) result[column * rows + row] = matrix[row * columns + column];
                }
            }
        }
    }
}
