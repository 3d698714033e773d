namespace MaskClip.Text.SentencePiece;

/// <summary>The ids of the pieces that a text can be divided into.</summary>
internal static class PieceIds
{
    /// <summary>Every piece that is text, and its id.</summary>
    /// <exception cref="FormatException">A piece is there twice.</exception>
    public static Dictionary<string, int> Of(PieceModel model)
    {
        var ids = new Dictionary<string, int>(model.Pieces.Count, StringComparer.Ordinal);
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            if (model.Types[id] is not (PieceType.Normal or PieceType.UserDefined or PieceType.Unused)) continue;
            if (!ids.TryAdd(model.Pieces[id], id)) throw new FormatException($"It has the piece '{model.Pieces[id]}' twice.");
        }

        return ids;
    }
}
