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

    [Theory]
    [InlineData(4, 0.2)]
    [InlineData(8, 0.12)]
    [InlineData(16, 0.07)]
    [InlineData(48, 0.03)]
    public void Distinct_FirstColors_AreApartForEveryKindOfEyes(int count, double least)
    {
        var colors = Enumerable.Range(0, count).Select(index => Palette.Distinct[index]).ToArray();
        foreach (var eyes in ColorVision.Kinds)
        {
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < i; j++) Assert.InRange(ColorVision.Distance(colors[i], colors[j], eyes), least * 0.8, double.MaxValue);
            }
        }

    }

    [Fact]
    public void Distinct_FirstColors_AreFartherApartThanVocs()
    {
        Assert.True(Nearest(index => Palette.Distinct[index]) > 4 * Nearest(index => Palette.Default[index + 1]));

        static double Nearest(Func<int, (byte Red, byte Green, byte Blue)> color) => (
            from eyes in ColorVision.Kinds
            from i in Enumerable.Range(0, 4)
            from j in Enumerable.Range(0, i)
            select ColorVision.Distance(color(i), color(j), eyes)).Min();
    }

    [Fact]
    public void Names_WithAndWithoutBackground_HaveTheSameColors_AndNoneIsBlack()
    {
        var names = Vocabulary.Parse(Enumerable.Range(0, 200).Select(i => $"thing {i}"));
        var behind = names.WithBackground(["wall"]);

        Assert.Equal((0, 0, 0), behind.Palette[0]);
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(names.Palette[i], behind.Palette[i + 1]);
            Assert.NotEqual((0, 0, 0), names.Palette[i]);
        }
    }

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
