namespace MaskClip.Text.SentencePiece;

/// <summary>A part of a normalized text and the piece that it is.</summary>
/// <param name="Id">The piece's id.</param>
/// <param name="Start">The part's first character.</param>
/// <param name="Length">Its characters.</param>
internal readonly record struct PieceSpan(int Id, int Start, int Length);
