namespace MaskClip.Storage;

/// <summary>
/// How many letters must be inserted, removed, replaced or exchanged with their neighbor to turn one word into another (Damerau and
/// Levenshtein, without the restriction that a letter takes part once, so that it is a metric).
/// </summary>
internal static class EditDistance
{
    public static int Between(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        // Lowrance and Wagner 1975: a row and a column in front hold a distance that nothing reaches.
        var most = from.Length + to.Length;
        var lastRow = new Dictionary<char, int>();
        var costs = new int[from.Length + 2, to.Length + 2];
        costs[0, 0] = most;
        for (var row = 0; row <= from.Length; row++) (costs[row + 1, 0], costs[row + 1, 1]) = (most, row);
        for (var column = 0; column <= to.Length; column++) (costs[0, column + 1], costs[1, column + 1]) = (most, column);
        for (var row = 1; row <= from.Length; row++)
        {
            var lastColumn = 0;
            for (var column = 1; column <= to.Length; column++)
            {
                var (otherRow, otherColumn) = (lastRow.GetValueOrDefault(to[column - 1]), lastColumn);
                var same = from[row - 1] == to[column - 1];
                if (same) lastColumn = column;
                var replaced = costs[row, column] + (same ? 0 : 1);
                var oneLonger = Math.Min(costs[row + 1, column], costs[row, column + 1]) + 1;
                var exchanged = costs[otherRow, otherColumn] + (row - otherRow - 1) + 1 + (column - otherColumn - 1);
                costs[row + 1, column + 1] = Math.Min(replaced, Math.Min(oneLonger, exchanged));
            }

            lastRow[from[row - 1]] = row;
        }

        return costs[from.Length + 1, to.Length + 1];
    }
}
