using System.Text;

namespace MaskClip.Text.SentencePiece;

/// <summary>Divides texts by merging neighbors, the best pair first (sentencepiece, <c>bpe_model.cc</c>).</summary>
internal sealed class BpeSegmenter : IPieceSegmenter
{
    private readonly PieceModel model;
    private readonly UserPieces own;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids;

    /// <summary>Prepares a model.</summary>
    /// <exception cref="FormatException">It has a piece twice.</exception>
    public BpeSegmenter(PieceModel model, UserPieces own)
    {
        this.model = model;
        this.own = own;
        ids = PieceIds.Of(model).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public List<PieceSpan> Divide(string text)
    {
        var symbols = Symbols(text);
        var agenda = new PriorityQueue<(int Left, int Right, int Length), (float Score, int Left)>(Comparer<(float Score, int Left)>.Create(
            (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Left.CompareTo(b.Left)));
        Dictionary<(int Start, int Length), int> unusedCuts = []; // where a merge to an unused piece was, so that it can be undone
        for (int i = 1; i < symbols.Length; i++) Propose(i - 1, i);
        while (agenda.TryDequeue(out var pair, out _))
        {
            ref var left = ref symbols[pair.Left];
            ref var right = ref symbols[pair.Right];
            // One of the two was merged with another meanwhile.
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != pair.Length) continue;
            left.Length = pair.Length;
            left.Next = right.Next;
            if (right.Next >= 0) symbols[right.Next].Previous = pair.Left;
            right.Length = 0;
            Propose(left.Previous, pair.Left);
            Propose(pair.Left, left.Next);
        }

        List<PieceSpan> spans = [];
        for (int i = 0; i >= 0; i = symbols[i].Next) Emit(symbols[i].Start, symbols[i].Length);
        return spans;

        void Propose(int left, int right)
        {
            if (left < 0 || right < 0 || symbols[left].IsFixed || symbols[right].IsFixed) return;
            int start = symbols[left].Start, length = symbols[left].Length + symbols[right].Length;
            if (!ids.TryGetValue(text.AsSpan(start, length), out int id)) return;
            agenda.Enqueue((left, right, length), (model.Scores[id], left));
            if (model.Types[id] == PieceType.Unused) unusedCuts[(start, length)] = symbols[left].Length;
        }

        void Emit(int start, int length)
        {
            int id = ids.TryGetValue(text.AsSpan(start, length), out int known) ? known : model.Unknown;
            if (model.Types[id] == PieceType.Unused && unusedCuts.TryGetValue((start, length), out int cut))
            {
                Emit(start, cut);
                Emit(start + cut, length - cut);
            }
            else
            {
                spans.Add(new(id, start, length));
            }
        }
    }

    /// <summary>Single characters, and texts that are always one piece.</summary>
    private Symbol[] Symbols(string text)
    {
        List<Symbol> symbols = [];
        for (int start = 0; start < text.Length; start += symbols[^1].Length)
        {
            int length = own.Match(text.AsSpan(start));
            bool isFixed = length > 0;
            if (!isFixed) Rune.DecodeFromUtf16(text.AsSpan(start), out _, out length);
            symbols.Add(
                new()
                {
                    Start = start,
                    Length = length,
                    Previous = symbols.Count - 1,
                    Next = start + length < text.Length ? symbols.Count + 1 : -1,
                    IsFixed = isFixed,
                });
        }

        return [.. symbols];
    }

    private struct Symbol
    {
        public int Start;
        public int Length;
        public int Previous;
        public int Next;
        public bool IsFixed;
    }
}
