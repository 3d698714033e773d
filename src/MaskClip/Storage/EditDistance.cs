namespace MaskClip.Storage;

/// <summary>How many letters must be inserted, removed or replaced to turn one word into another (Levenshtein).</summary>
internal static class EditDistance
{
    public static int Between(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        var row = new int[to.Length + 1];
        for (var column = 0; column < row.Length; column++) row[column] = column;
        foreach (var letter in from)
        {
            var diagonal = row[0]++;
            for (var column = 1; column < row.Length; column++)
            {
                var replaced = diagonal + (letter == to[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(replaced, Math.Min(diagonal, row[column - 1]) + 1);
            }
        }

        return row[^1];
    }
}
