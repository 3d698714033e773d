using System.Text;

namespace MaskClip.Text.SentencePiece;

/// <summary>
/// Turns texts into the ids of a sentencepiece model's pieces, as <c>SentencePieceProcessor.encode</c> does: no ends, nothing cut.
/// </summary>
/// <remarks>
/// Our own because Microsoft.ML.Tokenizers 2.0.1 is exact only for models like Gemma's: it refuses unigram models without a beginning of
/// text (T5's kind), leaves out the normalization of BPE models, and gives one unknown piece for each character where sentencepiece gives
/// one for a run. Safe to use from several threads.
/// </remarks>
internal sealed class PieceTokenizer
{
    private readonly PieceModel model;
    private readonly PieceNormalizer normalizer;
    private readonly IPieceSegmenter segmenter;
    private readonly int[] bytes = new int[256];

    /// <summary>Prepares a model.</summary>
    /// <exception cref="CheckpointException">The model contradicts itself.</exception>
    public PieceTokenizer(PieceModel model)
    {
        this.model = model;
        try
        {
            var own = new UserPieces(model);
            normalizer = new(model, own);
            segmenter = model.IsBpe ? new BpeSegmenter(model, own) : new UnigramSegmenter(model);
            if (model.HasByteFallback) FindBytes();
        }
        catch (FormatException error)
        {
            throw new CheckpointException(
                model.Path, $"the sentencepiece model is damaged: {error.Message} Download it again.", null, error);
        }
    }

    /// <summary>Number of pieces.</summary>
    public int Count => model.Pieces.Count;

    /// <summary>The file.</summary>
    public string Path => model.Path;

    /// <summary>The id of the end of a text; -1 where the model has none.</summary>
    public int End => model.End;

    /// <summary>The id of what no piece covers.</summary>
    public int Unknown => model.Unknown;

    /// <summary>
    /// Whether pieces are merged pair by pair (BPE, Gemma's kind), or chosen as the likeliest division (unigram, T5's kind).
    /// </summary>
    public bool IsBpe => model.IsBpe;

    /// <summary>Opens a file.</summary>
    /// <exception cref="CheckpointException">It cannot be read, or is not a sentencepiece model that is supported.</exception>
    public static PieceTokenizer Open(string path) => new(PieceModel.Open(path));

    /// <summary>The ids of a text's pieces.</summary>
    public int[] Encode(string text)
    {
        var normalized = normalizer.Normalize(text);
        if (normalized.Length == 0) return [];
        List<int> ids = [];
        bool afterUnknown = false;
        foreach (var (id, start, length) in segmenter.Divide(normalized))
        {
            bool unknown = id == model.Unknown;
            if (unknown && model.HasByteFallback)
            {
                foreach (byte value in Encoding.UTF8.GetBytes(normalized, start, length)) ids.Add(bytes[value]);
            }
            else if (!(unknown && afterUnknown))
            {
                ids.Add(id); // a run of what no piece covers is unknown once
            }

            afterUnknown = unknown;
        }

        return [.. ids];
    }

    private void FindBytes()
    {
        Array.Fill(bytes, -1);
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            if (model.Types[id] != PieceType.Byte) continue;
            // <0x0A>
            var piece = model.Pieces[id];
            if (piece.Length != 6
                || !byte.TryParse(piece.AsSpan(3, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out byte value))
                throw new FormatException($"'{piece}' is not a byte.");
            bytes[value] = id;
        }

        if (Array.IndexOf(bytes, -1) is >= 0 and var missing) throw new FormatException($"The byte {missing} has no piece.");
    }
}
