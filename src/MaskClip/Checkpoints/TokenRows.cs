namespace MaskClip.Checkpoints;

/// <summary>A token table that holds only the tokens that training saw: small models would be mostly table otherwise.</summary>
/// <remarks>
/// <c>token_embedding.rows</c> (int64) says which token each row of <c>token_embedding.weight</c> belongs to. The table has one row more:
/// that one stands for every other token. Without the list, row and token are the same, as in openai/CLIP.
/// Safe to use from several threads.
/// </remarks>
public static class TokenRows
{
    /// <summary>The table.</summary>
    public const string Table = "token_embedding.weight";

    /// <summary>The list.</summary>
    public const string List = "token_embedding.rows";

    /// <summary>The tokens that have a row of their own; <see langword="null"/> when all have.</summary>
    /// <param name="checkpoint">A model with a text tower.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <exception cref="CheckpointException">The list does not fit the table, or names a token twice or one that does not
    /// exist.</exception>
    public static IReadOnlyList<int>? Kept(Checkpoint checkpoint, int vocabulary)
    {
        if (!checkpoint.Tensors.TryGetValue(List, out var list)) return null;
        long[] rows = list.ToInt64Array();
        int table = checkpoint.Require(Table).Shape[0];
        if (rows.Length + 1 != table || rows.Distinct().Count() != rows.Length || rows.Any(row => row < 0 || row >= vocabulary))
        {
            throw new CheckpointException(
                checkpoint.Path,
                $"it names {rows.Length} tokens for a table of {table} rows; {table - 1} different ones of 0 to {vocabulary - 1} are " +
                $"needed.",
                List);
        }

        return [.. rows.Select(row => (int)row)];
    }

    /// <summary>For every token the row that stands for it.</summary>
    internal static float[] Places(IReadOnlyList<int> kept, int vocabulary)
    {
        var places = new float[vocabulary];
        places.AsSpan().Fill(kept.Count);
        for (int row = 0; row < kept.Count; row++) places[kept[row]] = row;
        return places;
    }
}
