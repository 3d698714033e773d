using CsCheck;
using MaskClip.Training.Augmentation;

namespace MaskClip.Training.Tests.Augmentation;

public sealed class ByteHsvTests
{
    [Theory]
    [InlineData(255, 0, 0, 0, 255, 255)]
    [InlineData(0, 255, 0, 60, 255, 255)]
    [InlineData(0, 0, 255, 120, 255, 255)]
    [InlineData(255, 0, 255, 150, 255, 255)]
    [InlineData(128, 64, 32, 10, 191, 128)]
    [InlineData(77, 77, 77, 0, 0, 77)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    public void FromRgb_KnownColors_GivesOpenCvsBytes(int red, int green, int blue, int hue, int saturation, int value) =>
        Assert.Equal((hue, saturation, value), ByteHsv.FromRgb(red, green, blue));

    [Fact]
    public void ToRgb_OfFromRgb_ComesBackNearly() => Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte).Sample((red, green, blue) =>
    {
        var (hue, saturation, value) = ByteHsv.FromRgb(red, green, blue);
        var (r, g, b) = ByteHsv.ToRgb(hue, saturation, value);
        Assert.InRange(hue, 0, ByteHsv.Hues - 1);
        Assert.True(
            Math.Max(Math.Abs(r - red), Math.Max(Math.Abs(g - green), Math.Abs(b - blue))) <= 5,
            $"{red},{green},{blue} became {r},{g},{b}");
    });
}
