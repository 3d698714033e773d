using SkiaSharp;

namespace MaskClip.Tests.Imaging;

public class RgbImageLoadTests
{
    // A 16x8 picture of two colors, written by Pillow 9.4 from mode CMYK with quality 90.
    private const string CmykJpeg =
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgA" +
        "CAAQBEMRAE0RAFkRAEsRAP/EABcAAAMBAAAAAAAAAAAAAAAAAAgJCgf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBLAAA/AA8HQZwYGoWAolyag//Z";

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Load_EncodedBySkia_GivesItsColors(SKEncodedImageFormat format)
    {
        using var bitmap = TestPictures.Quarters(32, 16);
        AssertQuarters(RgbImage.Load(new MemoryStream(TestPictures.Encode(bitmap, format))), "red", "green", "blue", "white");
    }

    [Fact]
    public void Load_Bmp_GivesItsColors()
    {
        // 2x2, 24 bits, rows from the bottom up, blue first, rows padded to 4 bytes.
        byte[] header = [(byte)'B', (byte)'M', 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0];
        byte[] rows = [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0];
        AssertQuarters(RgbImage.Load(new MemoryStream([.. header, .. new byte[24], .. rows])), "red", "green", "blue", "white");
    }

    [Fact]
    public void Load_AnimatedGif_GivesTheFirstFrame()
    {
        // 1x1 frames, two colors (red, green); code size 2: clear, pixel, end. First pixel 0, second 1.
        byte[] head = [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 255, 0];
        byte[] frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2];
        var image = RgbImage.Load(new MemoryStream([.. head, .. frame, 0x44, 0x01, 0, .. frame, 0x4C, 0x01, 0, 0x3B]));
        Assert.Equal((1, 1, "red"), (image.Width, image.Height, TestPictures.Color(image, 0, 0)));
    }

    [Fact]
    public void Load_Gray_GivesEqualChannels()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(3, 2, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.Erase(new SKColor(90, 90, 90));
        var image = RgbImage.Load(new MemoryStream(TestPictures.Encode(bitmap, SKEncodedImageFormat.Png)));
        Assert.All(image.Pixels.ToArray(), value => Assert.Equal(90, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128)]
    public void Load_Transparent_DropsAlphaAndKeepsColor(byte alpha)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(2, 2, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.GetPixelSpan().Clear();
        for (int i = 0; i < 4; i++) new byte[] { 200, 100, 50, alpha }.CopyTo(bitmap.GetPixelSpan()[(4 * i)..]);
        var image = RgbImage.Load(new MemoryStream(TestPictures.Encode(bitmap, SKEncodedImageFormat.Png)));
        Assert.Equal([200, 100, 50], image.Pixels[..3].ToArray());
    }

    [Fact]
    public void Load_SixteenBitPng_KeepsTheHighByte()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(2, 1, SKColorType.Rgba16161616, SKAlphaType.Unpremul));
        new byte[] { 255, 200, 255, 100, 0, 50, 255, 255, 255, 200, 255, 100, 0, 50, 255, 255 }.CopyTo(bitmap.GetPixelSpan());
        var png = TestPictures.Encode(bitmap, SKEncodedImageFormat.Png);
        Assert.Equal(16, png[24]);
        Assert.Equal([200, 100, 50], RgbImage.Load(new MemoryStream(png)).Pixels[..3].ToArray());
    }

    [Fact]
    public void Load_CmykJpeg_AgreesWithPillow()
    {
        var image = RgbImage.Load(new MemoryStream(Convert.FromBase64String(CmykJpeg)));
        byte[] expected = [49, 190, 216, 255, 127, 0];
        byte[] actual = [.. image.Pixels.Slice(3 * (2 * 16 + 2), 3), .. image.Pixels.Slice(3 * (2 * 16 + 12), 3)];
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -2, 2));
    }

    [Theory]
    [InlineData(1, "red", "green", "blue", "white")]
    [InlineData(2, "green", "red", "white", "blue")]
    [InlineData(3, "white", "blue", "green", "red")]
    [InlineData(4, "blue", "white", "red", "green")]
    [InlineData(5, "red", "blue", "green", "white")]
    [InlineData(6, "blue", "red", "white", "green")]
    [InlineData(7, "white", "green", "blue", "red")]
    [InlineData(8, "green", "white", "red", "blue")]
    public void Load_ExifOrientation_TurnsUpright(int orientation, string topLeft, string topRight, string bottomLeft, string bottomRight)
    {
        using var bitmap = TestPictures.Quarters(64, 32);
        var jpeg = TestPictures.Encode(bitmap, SKEncodedImageFormat.Jpeg);
        var image = RgbImage.Load(new MemoryStream(TestPictures.WithOrientation(jpeg, orientation)));
        Assert.Equal(orientation >= 5 ? (32, 64) : (64, 32), (image.Width, image.Height));
        AssertQuarters(image, topLeft, topRight, bottomLeft, bottomRight);
    }

    [Theory]
    [InlineData("astronaut.png", 512, 512)]
    [InlineData("chelsea.png", 451, 300)]
    [InlineData("coffee.png", 600, 400)]
    [InlineData("rocket.jpg", 640, 427)]
    public void Load_RealPhoto_HasItsSize(string file, int width, int height)
    {
        var image = RgbImage.Load(Testing.SharedData.Path("data", "demo-photos", file));
        Assert.Equal((width, height), (image.Width, image.Height));
    }

    private static void AssertQuarters(RgbImage image, params string[] colors)
    {
        int right = image.Width * 3 / 4, bottom = image.Height * 3 / 4, left = image.Width / 4, top = image.Height / 4;
        string[] actual =
        [
            TestPictures.Color(image, left, top), TestPictures.Color(image, right, top),
            TestPictures.Color(image, left, bottom), TestPictures.Color(image, right, bottom),
        ];
        Assert.Equal(colors, actual);
    }
}
