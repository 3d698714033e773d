namespace MaskClip.Text.SentencePiece;

/// <summary>What a piece is for; the numbers are those of <c>sentencepiece_model.proto</c>.</summary>
internal enum PieceType
{
    /// <summary>A piece of text.</summary>
    Normal = 1,

    /// <summary>Stands for what no piece covers.</summary>
    Unknown = 2,

    /// <summary>An end or padding: no text has it.</summary>
    Control = 3,

    /// <summary>A text that is always one piece.</summary>
    UserDefined = 4,

    /// <summary>A piece that texts no longer use: it is divided again.</summary>
    Unused = 5,

    /// <summary>One byte of what no piece covers.</summary>
    Byte = 6,
}
