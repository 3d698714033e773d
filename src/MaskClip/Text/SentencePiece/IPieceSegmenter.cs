namespace MaskClip.Text.SentencePiece;

/// <summary>Divides a normalized text into pieces.</summary>
internal interface IPieceSegmenter
{
    /// <summary>The pieces of a text that is not empty, in its order, without gaps.</summary>
    List<PieceSpan> Divide(string text);
}
