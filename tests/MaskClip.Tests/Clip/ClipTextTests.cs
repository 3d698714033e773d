
using MaskClip.Text;

namespace MaskClip.Tests.Clip;

public class ClipTextTests
{
    [Theory]
    [InlineData("  A  Photo\tof\n a CAT ", "a photo of a cat")]
    [InlineData("\u201Cquoted\u201D \u2018single\u2019", "\"quoted\" 'single'")]
    [InlineData("naive\u0301", "naiv\u00E9")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u212B", "\u00E5")]
    [InlineData("\uFF21\uFF22\u3000\uFF11", "ab 1")]
    [InlineData("\uFF76\uFF9E", "\u30AC")]
    [InlineData("\uFB01sh", "fish")]
    [InlineData("\u0130stanbul", "i\u0307stanbul")]
    [InlineData("\u039F\u0394\u039F\u03A3 \u03A3\u039F\u03A6\u039F\u03A3!", "\u03BF\u03B4\u03BF\u03C2 \u03C3\u03BF\u03C6\u03BF\u03C2!")]
    [InlineData("cat &amp;amp; dog", "cat & dog")]
    [InlineData("\u001B[31mred\u001B[0m", "red")]
    [InlineData("a\u0000b\uFEFFc", "abc")]
    [InlineData("wait\u0085", "wait\u2026")]
    [InlineData("\u00A0", "")]
    public void Clean_GivesWhatCLIPReads(string text, string expected) => Assert.Equal(expected, ClipText.Clean(text));

    [Fact]
    public void EncodeWithEnds_TooLong_KeepsTheEndAndSaysSo()
    {
        var ids = ClipTokenizer.Shared.EncodeWithEnds(string.Join(' ', Enumerable.Repeat("cat", 100)), 77, out bool truncated);
        Assert.True(truncated);
        Assert.Equal(77, ids.Length);
        Assert.Equal(ClipTokenizer.EndOfText, ids[^1]);
        Assert.Equal([ClipTokenizer.StartOfText, ClipTokenizer.EndOfText], ClipTokenizer.Shared.EncodeWithEnds("", 77, out truncated));
        Assert.False(truncated);
    }
}
