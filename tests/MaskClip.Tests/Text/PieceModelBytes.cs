using System.Text;
using MaskClip.Text.SentencePiece;

namespace MaskClip.Tests.Text;

/// <summary>Writes sentencepiece models for tests, field by field as <c>sentencepiece_model.proto</c> has them.</summary>
internal sealed class PieceModelBytes
{
    private readonly List<byte> bytes = [];

    /// <summary>Adds a piece.</summary>
    public PieceModelBytes Piece(string piece, float score = 0, PieceType type = PieceType.Normal)
    {
        List<byte> message = [];
        Content(message, 1, Encoding.UTF8.GetBytes(piece));
        message.Add(2 << 3 | 5);
        message.AddRange(BitConverter.GetBytes(score));
        Number(message, 3, (ulong)type);
        Content(bytes, 1, [.. message]);
        return this;
    }

    /// <summary>Adds the training's settings.</summary>
    public PieceModelBytes Training(bool isBpe, bool byteFallback = false, int end = -1, int? kind = null)
    {
        List<byte> message = [];
        Number(message, 3, (ulong)(kind ?? (isBpe ? 2 : 1)));
        Number(message, 35, byteFallback ? 1u : 0u);
        Number(message, 42, unchecked((ulong)end));
        Content(bytes, 2, [.. message]);
        return this;
    }

    /// <summary>Adds the normalization's settings.</summary>
    public PieceModelBytes Normalization(bool addsSpace = true, bool removesSpaces = true, byte[]? map = null)
    {
        List<byte> message = [];
        if (map is not null) Content(message, 2, map);
        Number(message, 3, addsSpace ? 1u : 0u);
        Number(message, 4, removesSpaces ? 1u : 0u);
        Content(bytes, 3, [.. message]);
        return this;
    }

    /// <summary>The tokenizer of what was written.</summary>
    public PieceTokenizer Tokenizer() => new(PieceModel.Parse("a test's", Bytes()));

    /// <summary>What was written.</summary>
    public byte[] Bytes() => [.. bytes];

    private static void Content(List<byte> into, int field, byte[] content)
    {
        Varint(into, (ulong)(field << 3 | 2));
        Varint(into, (ulong)content.Length);
        into.AddRange(content);
    }

    private static void Number(List<byte> into, int field, ulong value)
    {
        Varint(into, (ulong)(field << 3));
        Varint(into, value);
    }

    private static void Varint(List<byte> into, ulong value)
    {
        for (; value >= 0x80; value >>= 7) into.Add((byte)(value | 0x80));
        into.Add((byte)value);
    }
}
