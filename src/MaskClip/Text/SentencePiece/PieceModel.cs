using System.Text;
using MaskClip.Checkpoints;
using MaskClip.Graph;

namespace MaskClip.Text.SentencePiece;

/// <summary>
/// A sentencepiece model file (<c>sentencepiece_model.proto</c>): its pieces, and the rules by which texts are divided into them.
/// </summary>
internal sealed class PieceModel
{
    // The largest published vocabularies (900,000 pieces) have files of 20 MB.
    private const long MaxLength = 256L << 20;

    // What a piece takes here beside its letters, in this table and in those by which it is found.
    private const int PieceBytes = 64;

    private readonly List<string> pieces = [];
    private readonly List<float> scores = [];
    private readonly List<PieceType> types = [];

    private PieceModel(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The pieces; a piece's place is its id.</summary>
    public IReadOnlyList<string> Pieces => pieces;

    /// <summary>The pieces' scores: logarithms of probabilities (unigram), or the order of merges, greatest first (BPE).</summary>
    public IReadOnlyList<float> Scores => scores;

    /// <summary>What each piece is for.</summary>
    public IReadOnlyList<PieceType> Types => types;

    /// <summary>Whether pieces are merged pair by pair (BPE), or chosen as the likeliest division (unigram).</summary>
    public bool IsBpe { get; private set; }

    /// <summary>The id of the unknown piece.</summary>
    public int Unknown { get; private set; } = -1;

    /// <summary>The id of the end of a text; -1 where there is none.</summary>
    public int End { get; private set; } = 2;

    /// <summary>Whether what no piece covers becomes its bytes.</summary>
    public bool HasByteFallback { get; private set; }

    /// <summary>Whether a space is put before every text, or behind it.</summary>
    public bool AddsSpace { get; private set; } = true;

    /// <summary>Whether that space comes behind the text.</summary>
    public bool IsSpaceBehind { get; private set; }

    /// <summary>Whether spaces at the ends are taken away, and runs of spaces made one.</summary>
    public bool RemovesSpaces { get; private set; } = true;

    /// <summary>Whether spaces become U+2581.</summary>
    public bool EscapesSpaces { get; private set; } = true;

    /// <summary>The normalization of characters (<see cref="CharacterMap"/>); empty where characters stay as they are.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It cannot be read, is not a sentencepiece model, or divides texts in a way that is not
    /// supported.</exception>
    public static PieceModel Open(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength) throw new FormatException($"It is longer than {MaxLength} bytes.");
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            throw new CheckpointException(
                path, $"it is not a sentencepiece model, or it is damaged: {error.Message} Download it again.", null, error);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="FormatException">They are not a sentencepiece model.</exception>
    /// <exception cref="CheckpointException">The model divides texts in a way that is not supported.</exception>
    internal static PieceModel Parse(string path, ReadOnlySpan<byte> bytes)
    {
        var model = new PieceModel(path);
        var budget = new ReadingBudget(path, bytes.Length);
        int kind = 1;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    budget.Take(PieceBytes + sizeof(char) * (long)reader.Content.Length);
                    model.AddPiece(reader.Content);
                    break;
                case 2: kind = model.ReadTraining(reader.Content); break;
                case 3: model.ReadNormalization(reader.Content); break;
            }
        }

        if (model.pieces.Count == 0) throw new FormatException("It has no pieces.");
        if (kind is not (1 or 2))
        {
            throw new CheckpointException(
                path,
                $"its kind is {kind} ({(kind == 3 ? "word" : kind == 4 ? "char" : "unknown")}); 1 (unigram) and 2 (bpe) are supported.");
        }

        model.IsBpe = kind == 2;
        int[] unknown = [.. Enumerable.Range(0, model.pieces.Count).Where(id => model.types[id] == PieceType.Unknown)];
        model.Unknown = unknown is [var one]
            ? one
            : throw new FormatException($"It has {unknown.Length} unknown pieces where one is needed.");
        if (model.End >= model.pieces.Count) throw new FormatException($"Its end of text is piece {model.End} of {model.pieces.Count}.");
        return model;
    }

    private void AddPiece(ReadOnlySpan<byte> message)
    {
        string piece = "";
        float score = 0;
        var type = PieceType.Normal;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: piece = Encoding.UTF8.GetString(reader.Content); break;
                case 2: score = BitConverter.UInt32BitsToSingle((uint)reader.Number); break;
                case 3: type = (PieceType)reader.Number; break;
            }
        }

        if (piece.Length == 0) throw new FormatException($"Piece {pieces.Count} is empty.");
        if (!Enum.IsDefined(type)) throw new FormatException($"Piece {pieces.Count} has the type {(int)type}.");
        if (!float.IsFinite(score)) throw new FormatException($"The score of piece {pieces.Count} is {score}.");
        pieces.Add(piece);
        scores.Add(score);
        types.Add(type);
    }

    private int ReadTraining(ReadOnlySpan<byte> message)
    {
        int kind = 1;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3: kind = (int)reader.Number; break;
                case 24: IsSpaceBehind = reader.Number != 0; break;
                case 35: HasByteFallback = reader.Number != 0; break;
                case 42: End = (int)(long)reader.Number; break;
            }
        }

        return kind;
    }

    private void ReadNormalization(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2: CharacterMap = reader.Content.ToArray(); break;
                case 3: AddsSpace = reader.Number != 0; break;
                case 4: RemovesSpaces = reader.Number != 0; break;
                case 5: EscapesSpaces = reader.Number != 0; break;
            }
        }
    }
}
