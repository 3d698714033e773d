namespace MaskClip.Tests.Words;

public class PaletteTests
{
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 128, 0, 0)]
    [InlineData(2, 0, 128, 0)]
    [InlineData(8, 64, 0, 0)]
    [InlineData(15, 192, 128, 128)]
    [InlineData(20, 0, 64, 128)]
    [InlineData(255, 224, 224, 192)]
    public void Default_IsTheVocColorMap(int index, byte red, byte green, byte blue) =>
        Assert.Equal((red, green, blue), Palette.Default[index]);

    [Fact]
    public void Indexer_PastTheEnd_StartsAgain()
    {
        var palette = new Palette([1, 2, 3, 4, 5, 6]);
        Assert.Equal((1, 2, 3), palette[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => palette[-1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(196_611)]
    public void Constructor_WrongLength_IsRefused(int bytes) => Assert.Throws<ArgumentException>(() => new Palette(new byte[bytes]));
}
