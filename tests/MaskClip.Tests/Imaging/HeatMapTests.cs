
using MaskClip.Drawing;

namespace MaskClip.Tests.Imaging;

public class HeatMapTests
{
    [Fact]
    public void Colors_FromLowToHigh_GrowLighterAllTheWay()
    {
        var luminance = ColorMap.Colors.ToArray().Chunk(3).Select(c => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]).ToArray();
        for (int i = 8; i < 256; i++) Assert.True(luminance[i] > luminance[i - 8], $"step {i}");
        Assert.True(luminance[0] < 40 && luminance[255] > 200);
    }

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(1f, 255)]
    [InlineData(-3f, 0)]
    [InlineData(7f, 255)]
    [InlineData(float.NaN, 0)]
    [InlineData(0.5f, 128)]
    public void Offset_AnyValue_StaysInTheTable(float value, int index) => Assert.Equal(3 * index, ColorMap.Offset(value));

    [Fact]
    public void Draw_PlainGrid_IsOneColor()
    {
        var drawn = HeatMap.Draw(TestPictures.Plain(9, 7, 0, 0, 0), [0.5f, 0.5f, 0.5f, 0.5f], 2, 2);
        Assert.Single(drawn.Pixels.ToArray().Chunk(3).Select(p => (p[0], p[1], p[2])).Distinct());
    }

    [Fact]
    public void Draw_TwoCells_InterpolatesBetweenTheirCenters()
    {
        var drawn = HeatMap.Draw(TestPictures.Plain(8, 1, 0, 0, 0), [0f, 1f], 2, 1);
        int[] expected = [0, 0, 1, 3, 5, 7, 8, 8]; // eighths
        for (int x = 0; x < 8; x++)
        {
            var color = ColorMap.Colors.Slice(ColorMap.Offset(expected[x] / 8f), 3);
            Assert.Equal((color[0] * 166 + 128) >> 8, drawn.Pixels[3 * x]);
        }
    }

    [Fact]
    public void Draw_WrongGrid_Throws() =>
        Assert.Throws<ArgumentException>(() => HeatMap.Draw(TestPictures.Plain(2, 2, 0, 0, 0), [0f, 1f], 2, 2));
}
