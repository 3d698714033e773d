using MaskClip.Text.SentencePiece;

namespace MaskClip.Tests.Text;

/// <summary>What small models show of sentencepiece's rules; the parity tests have whole ones.</summary>
public sealed class PieceTokenizerTests
{
    [Fact]
    public void Unigram_OfSeveralDivisions_TakesTheLikeliest()
    {
        var tokenizer = new PieceModelBytes().Training(isBpe: false).Normalization(addsSpace: false)
            .Piece("<unk>", type: PieceType.Unknown).Piece("a", -2).Piece("b", -2).Piece("ab", -3).Piece("abb", -8).Tokenizer();

        Assert.Equal([3, 2], tokenizer.Encode("abb")); // -5 is better than -6 and -8
    }

    [Fact]
    public void Unigram_RunOfUnknownCharacters_IsUnknownOnce()
    {
        var tokenizer = new PieceModelBytes().Training(isBpe: false).Normalization(addsSpace: false)
            .Piece("<unk>", type: PieceType.Unknown).Piece("a", -1).Tokenizer();

        Assert.Equal([1, 0, 1, 0], tokenizer.Encode("axyza🙂🙂"));
    }

    [Fact]
    public void Bpe_MergesTheBestPairFirst_AndTheLeftOfEquals()
    {
        var tokenizer = new PieceModelBytes().Training(isBpe: true).Normalization(addsSpace: false)
            .Piece("<unk>", type: PieceType.Unknown)
                .Piece("a", -9)
                .Piece("b", -9)
                .Piece("ab", -1)
                .Piece("ba", 0)
                .Piece("aa", -1)
                .Tokenizer();

        Assert.Equal([1, 4], tokenizer.Encode("aba")); // 'ba' before 'ab'
        Assert.Equal([5, 1], tokenizer.Encode("aaa")); // the left pair of two alike
    }

    [Fact]
    public void Bpe_PieceThatIsNoLongerUsed_IsDividedAgain()
    {
        var tokenizer = new PieceModelBytes().Training(isBpe: true).Normalization(addsSpace: false)
            .Piece("<unk>", type: PieceType.Unknown)
                .Piece("a", -9)
                .Piece("b", -9)
                .Piece("ab", -1, PieceType.Unused)
                .Piece("abab", 0, PieceType.Unused)
                .Tokenizer();

        Assert.Equal([1, 2, 1, 2], tokenizer.Encode("abab"));
    }

    [Fact]
    public void Bpe_UsersOwnPiece_IsNeverMergedNorDivided()
    {
        var tokenizer = new PieceModelBytes().Training(isBpe: true).Normalization(addsSpace: false)
            .Piece("<unk>", type: PieceType.Unknown).Piece("a", -9).Piece("<x>", 0, PieceType.UserDefined).Piece("a<x>", -1).Tokenizer();

        Assert.Equal([1, 2, 1], tokenizer.Encode("a<x>a"));
    }

    [Fact]
    public void Bytes_OfWhatNoPieceCovers_HaveTheirPieces()
    {
        var model = new PieceModelBytes()
            .Training(isBpe: true, byteFallback: true)
            .Normalization(addsSpace: false)
            .Piece("<unk>", type: PieceType.Unknown);
        for (int value = 0; value < 256; value++) model.Piece($"<0x{value:X2}>", type: PieceType.Byte);

        Assert.Equal([1 + 0xC3, 1 + 0xA9], model.Tokenizer().Encode("é"));
    }

    [Theory]
    [InlineData(true, true, "  a   b ", "▁a▁b")]
    [InlineData(false, true, "  a   b ", "a▁b")]
    [InlineData(true, false, " a  b ", "▁▁a▁▁b▁")]
    [InlineData(false, false, "a b", "a▁b")]
    public void Spaces_AreAsTheModelSays(bool addsSpace, bool removesSpaces, string text, string expected)
    {
        var model = PieceModel.Parse(
            "a test's",
            new PieceModelBytes()
                .Training(isBpe: true)
                .Normalization(addsSpace, removesSpaces)
                .Piece("<unk>", type: PieceType.Unknown)
                .Bytes());

        Assert.Equal(expected, new PieceNormalizer(model, new(model)).Normalize(text));
    }

    [Fact]
    public void CharacterMap_ThatLeadsAnywhere_EndsAtItsBounds()
    {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            var bytes = new byte[4 + 4 * 64 + 16];
            random.NextBytes(bytes);
            BitConverter.TryWriteBytes(bytes, 4 * 64);
            var text = new byte[32];
            random.NextBytes(text);

            Assert.InRange(new CharacterMap(bytes).Match(text, out _), 0, text.Length);
        }
    }

    [Theory]
    [InlineData(0, "no pieces")]
    [InlineData(1, "0 unknown pieces")]
    [InlineData(2, "2 unknown pieces")]
    public void Model_WithoutExactlyOneUnknownPiece_IsRefused(int kind, string message)
    {
        var model = new PieceModelBytes().Training(isBpe: true);
        if (kind == 1) model.Piece("a");
        if (kind == 2) model.Piece("a", type: PieceType.Unknown).Piece("b", type: PieceType.Unknown);

        Assert.Contains(message, Assert.Throws<FormatException>(() => PieceModel.Parse("a test's", model.Bytes())).Message);
    }

    [Fact]
    public void Model_OfAnotherKind_IsRefusedByName() => Assert.Contains("(word)", Assert.Throws<CheckpointException>(
        () => PieceModel.Parse(
            "a test's", new PieceModelBytes().Training(isBpe: false, kind: 3).Piece("<unk>", type: PieceType.Unknown).Bytes())).Message);

    [Fact]
    public void Model_WithAPieceTwice_IsRefused() => Assert.Contains("'a' twice", Assert.Throws<CheckpointException>(
        () =>
            new PieceModelBytes().Training(isBpe: true).Piece("<unk>", type: PieceType.Unknown).Piece("a").Piece("a").Tokenizer()).Message);

    [Fact]
    public void Model_CutOffAnywhere_IsRefusedOrSmaller()
    {
        var bytes = new PieceModelBytes()
            .Training(isBpe: true)
            .Normalization()
            .Piece("<unk>", type: PieceType.Unknown)
            .Piece("a")
            .Piece("b")
            .Bytes();
        var path = Path.Combine(Directory.CreateTempSubdirectory("maskclip-").FullName, "cut.model");
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            if (Record.Exception(() => PieceTokenizer.Open(path)) is { } error) Assert.IsType<CheckpointException>(error);
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
