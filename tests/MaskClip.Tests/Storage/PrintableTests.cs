using CsCheck;
using MaskClip.Storage;

namespace MaskClip.Tests.Storage;

public class PrintableTests
{
    [Theory]
    [InlineData("plain name.jpg", "plain name.jpg")]
    [InlineData("Grüße, 日本語, 😀", "Grüße, 日本語, 😀")]
    [InlineData("a\u001b[31mb", @"a\u001b[31mb")]
    [InlineData("a\nb\r\tc", @"a\nb\r\tc")]
    [InlineData("\u009b2J\u007f\0", @"\u009b2J\u007f\u0000")]
    [InlineData("cod\u202egpj.exe", @"cod\u202egpj.exe")]
    [InlineData("\u2028\u2066\ufeff", @"\u2028\u2066\ufeff")]
    public void Of_Text_EscapesWhatActsOnATerminal(string text, string expected) => Assert.Equal(expected, Printable.Of(text));

    [Fact]
    public void Of_HalvesOfSurrogatePairs_AreEscaped()
    {
        Assert.Equal(@"\ud800x\udc00", Printable.Of("\ud800x\udc00"));
        Assert.Equal("😀", Printable.Of("😀"));
        Assert.Equal(@"\ud83d...", Printable.Of("😀 smiles", 1));
    }

    [Fact]
    public void Of_AnyText_HasNothingLeftThatActsAndIsStable() => Gen.String.Sample(text =>
    {
        var shown = Printable.Of(text);
        Assert.DoesNotContain(shown, char.IsControl);
        Assert.Equal(shown, Printable.Of(shown));
        _ = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(shown);
    });
}
