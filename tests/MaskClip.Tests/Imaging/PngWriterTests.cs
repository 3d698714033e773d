using CsCheck;
using MaskClip.Imaging;

namespace MaskClip.Tests.Imaging;

public class PngWriterTests
{
    [Fact]
    public void Write_AnyPicture_IsReadByOthersAsItWas() => TestPictures.Any(40).Sample(
        picture =>
        {
            using var png = new MemoryStream();
            picture.SavePng(png);
            var back = RgbImage.Load(new MemoryStream(png.ToArray()));
            return (back.Width, back.Height) == (picture.Width, picture.Height) && back.Pixels.SequenceEqual(picture.Pixels);
        },
        iter: 200);

    [Fact]
    public void Write_MoreThanAChunkOfNoise_IsReadByOthersAsItWas()
    {
        var pixels = new byte[3 * 301 * 290];
        new Random(1).NextBytes(pixels);
        using var png = new MemoryStream();

        PngWriter.Write(png, 301, 290, pixels);

        Assert.True(png.Length > 2 << 16);
        Assert.Equal(pixels, RgbImage.Load(new MemoryStream(png.ToArray())).Pixels.ToArray());
    }

    [Fact]
    public void Write_StreamFails_TellsTheStreamsFault()
    {
        using var full = new FullDisk();
        Assert.Equal(FullDisk.Message, Assert.Throws<IOException>(() => TestPictures.Plain(9, 9, 1, 2, 3).SavePng(full)).Message);
    }

    private sealed class FullDisk : MemoryStream
    {
        public const string Message = "No space left on device";

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException(Message);
    }
}
