using System.Text;

namespace MaskClip.Text.SentencePiece;

/// <summary>Divides texts into their likeliest pieces (sentencepiece, <c>unigram_model.cc</c>, <c>EncodeOptimized</c>).</summary>
internal sealed class UnigramSegmenter : IPieceSegmenter
{
    private const float UnknownPenalty = 10;

    private readonly PieceModel model;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids;
    private readonly int longest;
    private readonly float unknownScore;
    private readonly float best = 1.17549435e-38f;

    /// <summary>Prepares a model.</summary>
    /// <exception cref="FormatException">It has a piece twice.</exception>
    public UnigramSegmenter(PieceModel model)
    {
        this.model = model;
        var known = PieceIds.Of(model);
        ids = known.GetAlternateLookup<ReadOnlySpan<char>>();
        longest = known.Keys.Max(piece => (int?)piece.Length) ?? 0;
        float least = float.MaxValue;
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            if (model.Types[id] != PieceType.Normal) continue;
            least = Math.Min(least, model.Scores[id]);
            best = Math.Max(best, model.Scores[id]);
        }

        unknownScore = least - UnknownPenalty;
    }

    /// <inheritdoc/>
    public List<PieceSpan> Divide(string text)
    {
        var ends = new (float Score, int Start, int Id)[text.Length + 1];
        Array.Fill(ends, (0, -1, -1));
        for (int start = 0; start < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(start), out _, out int character);
            bool alone = false;
            for (int length = 1; length <= Math.Min(longest, text.Length - start); length++)
            {
                if (!ids.TryGetValue(text.AsSpan(start, length), out int id) || model.Types[id] == PieceType.Unused) continue;
                double score = model.Types[id] == PieceType.UserDefined
                    ? Encoding.UTF8.GetByteCount(text.AsSpan(start, length)) * best - 0.1
                    : model.Scores[id];
                Reach(start, length, id, score);
                alone |= length == character;
            }

            if (!alone) Reach(start, character, model.Unknown, unknownScore);
            start += character;
        }

        List<PieceSpan> spans = [];
        for (int end = text.Length; end > 0; end = ends[end].Start) spans.Add(new(ends[end].Id, ends[end].Start, end - ends[end].Start));
        spans.Reverse();
        return spans;

        void Reach(int start, int length, int id, double score)
        {
            ref var end = ref ends[start + length];
            double sum = score + ends[start].Score;
            // Single precision, as the original sums: another rounding would choose otherwise between divisions that are nearly as likely.
            float candidate = model.Types[id] == PieceType.UserDefined ? (float)sum : (float)score + ends[start].Score;
            if (end.Start < 0 || candidate > end.Score) end = (candidate, start, id);
        }
    }
}
