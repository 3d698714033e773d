using MaskClip.Imaging;
using MaskClip.World;
using SkiaSharp;

namespace MaskClip.Tests.Imaging;

public sealed class ImageCodecTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void ReadSize_IsTheLoadedPicturesSize(int orientation)
    {
        using var bitmap = TestPictures.Quarters(48, 32);
        var path = folder.Write(
            "photo.jpg", TestPictures.WithOrientation(TestPictures.Encode(bitmap, SKEncodedImageFormat.Jpeg), orientation));

        var image = RgbImage.Load(path);

        Assert.Equal((image.Width, image.Height), ImageCodec.ReadSize(path));
    }

    [Fact]
    public void ReadSize_NoPicture_IsNamed()
    {
        var path = folder.Write("photo.jpg", "no picture"u8.ToArray());
        Assert.Contains(
            "photo.jpg", Assert.Throws<ImageFormatException>(() => ImageCodec.ReadSize(path)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => ImageCodec.ReadSize(folder["missing.jpg"]));
    }

    [Fact]
    public void EncodeJpeg_LowerQuality_IsSmallerAndFartherFromThePicture()
    {
        var picture = SamplePostcard.Draw(96, 64);
        byte[] fine = ImageCodec.EncodeJpeg(picture, 95), coarse = ImageCodec.EncodeJpeg(picture, 10);

        Assert.True(coarse.Length < fine.Length / 2);
        Assert.True(Distance(coarse) > 2 * Distance(fine));

        double Distance(byte[] jpeg) =>
            RgbImage.Load(new MemoryStream(jpeg)).Pixels
                .ToArray()
                .Zip(picture.Pixels.ToArray(), (one, other) => Math.Abs(one - other))
                .Average();
    }
}
