using MaskClip.Imaging;

namespace MaskClip.Tests.Imaging;

public class PngChunksTests
{
    [Theory]
    [InlineData("123456789", 0xCBF43926)]
    [InlineData("IEND", 0xAE426082)]
    [InlineData("", 0)]
    public void CheckSum_KnownText_GivesKnownSum(string text, uint expected) =>
        Assert.Equal(expected, PngChunks.CheckSum(System.Text.Encoding.ASCII.GetBytes(text)));
}
