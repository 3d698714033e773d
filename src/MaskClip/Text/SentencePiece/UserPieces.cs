namespace MaskClip.Text.SentencePiece;

/// <summary>The texts that are always one piece, found wherever a text goes on with one.</summary>
internal sealed class UserPieces
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known;
    private readonly int longest;

    /// <summary>Takes them out of a model.</summary>
    public UserPieces(PieceModel model)
    {
        var all = Enumerable.Range(0, model.Pieces.Count)
            .Where(id => model.Types[id] == PieceType.UserDefined)
            .Select(id => model.Pieces[id])
            .ToHashSet(StringComparer.Ordinal);
        known = all.GetAlternateLookup<ReadOnlySpan<char>>();
        longest = all.Count == 0 ? 0 : all.Max(piece => piece.Length);
    }

    /// <summary>Characters of the longest one that a text begins with; 0 when it begins with none.</summary>
    public int Match(ReadOnlySpan<char> text)
    {
        for (int length = Math.Min(longest, text.Length); length > 0; length--)
        {
            if (known.Contains(text[..length])) return length;
        }

        return 0;
    }
}
