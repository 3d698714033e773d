using MaskClip.Samples;

namespace MaskClip.Tests.Samples;

public class SamplePostcardTests
{
    private static readonly Lazy<RgbImage> Postcard = new(() => SamplePostcard.Draw(320, 224));

    [Fact]
    public void Draw_Twice_GivesTheSameBytes() =>
        Assert.Equal(Postcard.Value.Pixels.ToArray(), SamplePostcard.Draw(320, 224).Pixels.ToArray());

    [Fact]
    public void Draw_AnySize_HasThatSize()
    {
        var image = SamplePostcard.Draw(90, 100);
        Assert.Equal((90, 100), (image.Width, image.Height));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(5000)]
    public void Draw_BadSize_NamesTheRange(int size) =>
        Assert.Contains("64 to 4096", Assert.Throws<ArgumentOutOfRangeException>(() => SamplePostcard.Draw(size, 100)).Message);

    [Theory]
    [InlineData("sky", 0.45, 0.05, 0.10, 0.05, "blue")]
    [InlineData("mountain", 0.35, 0.30, 0.10, 0.08, "grey")]
    [InlineData("water", 0.01, 0.60, 0.10, 0.05, "blue")]
    [InlineData("tree", 0.05, 0.30, 0.20, 0.20, "green")]
    [InlineData("grass", 0.20, 0.88, 0.15, 0.10, "green")]
    [InlineData("grass", 0.75, 0.70, 0.20, 0.10, "green")]
    [InlineData("road", 0.50, 0.80, 0.08, 0.10, "grey")]
    [InlineData("house wall", 0.78, 0.595, 0.06, 0.015, "bright")]
    [InlineData("house roof", 0.81, 0.46, 0.10, 0.04, "red")]
    [InlineData("car", 0.61, 0.70, 0.08, 0.02, "red")]
    public void Draw_Region_HasItsColour(string name, double x, double y, double width, double height, string expected)
    {
        var image = Postcard.Value;
        var box = new PixelBox((int)(x * image.Width), (int)(y * image.Height), (int)(width * image.Width), (int)Math.Ceiling(height * image.Height));
        var pixels = image.Crop(box).Pixels.ToArray().Chunk(3).ToList();
        double red = pixels.Average(p => p[0]), green = pixels.Average(p => p[1]), blue = pixels.Average(p => p[2]);
        bool matches = expected switch
        {
            "blue" => blue > red + 30,
            "green" => green > red + 8 && green > blue + 30,
            "red" => red > green + 60,
            "grey" => Math.Abs(red - blue) < 30 && red is > 60 and < 200,
            _ => red > 150 && blue > 130,
        };
        Assert.True(matches, $"{name}: {red:0}, {green:0}, {blue:0} is not {expected}");
    }

    [Fact]
    public void HashNoise_ManyPoints_FillsTheRangeEvenly()
    {
        var values = Enumerable.Range(0, 10_000).Select(i => HashNoise.At(i % 100, i / 100, 7)).ToList();
        Assert.All(values, value => Assert.InRange(value, 0f, 1f));
        Assert.InRange(values.Average(), 0.48f, 0.52f);
        foreach (var tenth in values.CountBy(value => (int)(value * 10))) Assert.InRange(tenth.Value, 850, 1150);
    }
}
