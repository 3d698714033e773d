using MaskClip.Text;
using MaskClip.Text.SentencePiece;

namespace MaskClip.Families.MetaClip2;

/// <summary>MetaCLIP 2's tokens of texts in any language: XLM-V's, or mT5's.</summary>
/// <remarks>
/// XLM-V has fairseq's numbers: <c>&lt;s&gt;</c> 0, padding 1, <c>&lt;/s&gt;</c> 2, unknown 3, and every piece one more than in its
/// sentencepiece model. mT5 has its model's own, no beginning, and the end at 1.
/// </remarks>
/// <param name="pieces">The sentencepiece model.</param>
/// <param name="isFairseq">Whether ids are fairseq's.</param>
/// <param name="clean">Cleans a text before it is divided.</param>
internal sealed class WorldTokenizer(PieceTokenizer pieces, bool isFairseq, Func<string, string> clean) : ITextTokenizer
{
    private const int FairseqStart = 0, FairseqPadding = 1, FairseqEnd = 2, FairseqUnknown = 3, FairseqOffset = 1;

    /// <inheritdoc/>
    public int VocabularySize => pieces.Count + (isFairseq ? FairseqOffset : 0);

    /// <inheritdoc/>
    public int EndOfText => isFairseq ? FairseqEnd : pieces.End;

    /// <inheritdoc/>
    public int Padding => isFairseq ? FairseqPadding : 0;

    /// <inheritdoc/>
    public int[] EncodeWithEnds(string text, int contextLength, out bool truncated)
    {
        int ends = isFairseq ? 2 : 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, ends);
        int[] ids = pieces.Encode(clean(text));
        truncated = ids.Length > contextLength - ends;
        ReadOnlySpan<int> kept = truncated ? ids.AsSpan(0, contextLength - ends) : ids;
        return isFairseq ? [FairseqStart, .. Shifted(kept), FairseqEnd] : [.. kept, pieces.End];
    }

    private int[] Shifted(ReadOnlySpan<int> ids)
    {
        int[] shifted = ids.ToArray();
        foreach (ref int id in shifted.AsSpan()) id = id == pieces.Unknown ? FairseqUnknown : id + FairseqOffset;
        return shifted;
    }
}
