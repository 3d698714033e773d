using MaskClip.Models;
using MaskClip.Text;

namespace MaskClip.Tests.Text;

/// <summary>BERT's word pieces against what transformers' tokenizer gives.</summary>
public sealed class WordPiecesTests
{
    private static readonly WordPieces Pieces = new(Path.Combine(InstalledModels.DefaultFolder, "photo", "vocab.txt"));

    [Theory]
    [InlineData("a photo of a tabby cat.", 101, 1037, 6302, 1997, 1037, 21628, 3762, 4937, 1012, 102)]
    [InlineData("Café naïve 北京 🙂", 101, 7668, 15743, 1781, 1755, 100, 102)]
    [InlineData("CAFE\u0301", 101, 7668, 102)]
    [InlineData("  cat\u0000\u200B \t cat ", 101, 4937, 4937, 102)]
    [InlineData("don't", 101, 2123, 1005, 1056, 102)]
    [InlineData("", 101, 102)]
    public void Encode_GivesTheOriginalsTokens(string text, params int[] expected)
    {
        Assert.Equal(expected, Pieces.Encode(text, 256, out bool truncated));
        Assert.False(truncated);
    }

    [Fact]
    public void Encode_MoreThanTheContext_IsCutAndEndsAsEveryText()
    {
        int[] ids = Pieces.Encode(string.Join(' ', Enumerable.Repeat("cat", 300)), 8, out bool truncated);

        Assert.Equal([101, 4937, 4937, 4937, 4937, 4937, 4937, 102], ids);
        Assert.True(truncated);
    }

    [Fact]
    public void Encode_AWordLongerThanAnyPieceMayBe_IsUnknown() =>
        Assert.Equal([101, 100, 102], Pieces.Encode(new string('a', 101), 256, out _));

    [Fact]
    public void Open_NoVocabulary_SaysWhichPieceIsMissing()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "[PAD]\n[UNK]\ncat\n");

        Assert.Contains("no piece '[CLS]'", Assert.Throws<CheckpointException>(() => new WordPieces(path)).Message);
        File.Delete(path);
    }
}
