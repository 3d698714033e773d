using CsCheck;

namespace MaskClip.Tests.Imaging;

public class RgbImageTests
{
    [Fact]
    public void SavePng_AnyPicture_LoadsTheSame() => TestPictures.Any(20).Sample(image =>
    {
        using var stream = new MemoryStream();
        image.SavePng(stream);
        stream.Position = 0;
        var back = RgbImage.Load(stream);
        return (back.Width, back.Height) == (image.Width, image.Height) && back.Pixels.SequenceEqual(image.Pixels);
    }, iter: 200);

    [Fact]
    public void SavePng_MissingFolder_CreatesItAndLeavesNothingElse()
    {
        using var folder = new TestFolder();
        TestPictures.Plain(3, 2, 1, 2, 3).SavePng(folder[Path.Combine("new", "a.png")]);
        Assert.Equal(["a.png"], Directory.GetFileSystemEntries(folder["new"]).Select(Path.GetFileName));
    }

    [Fact]
    public void SavePng_StreamThatFails_ThrowsItsException()
    {
        using var full = new MemoryStream(new byte[10]);
        Assert.Throws<NotSupportedException>(() => TestPictures.Plain(3, 2, 1, 2, 3).SavePng(full));
    }

    [Fact]
    public void Crop_InsideBox_TakesThosePixels()
    {
        var image = new RgbImage(3, 2, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5]);
        Assert.Equal([1, 1, 1, 2, 2, 2, 4, 4, 4, 5, 5, 5], image.Crop(new PixelBox(1, 0, 2, 2)).Pixels.ToArray());
    }

    [Theory]
    [InlineData(-1, 0, 1, 1)]
    [InlineData(0, 0, 4, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(0, 0, 0, 1)]
    [InlineData(1, 0, int.MaxValue, 1)]
    public void Crop_BoxOutside_Throws(int x, int y, int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPictures.Plain(3, 2, 0, 0, 0).Crop(new PixelBox(x, y, width, height)));
}
