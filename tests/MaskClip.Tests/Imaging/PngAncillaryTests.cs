using System.Buffers.Binary;
using System.IO.Hashing;
using MaskClip.Imaging;
using SkiaSharp;

namespace MaskClip.Tests.Imaging;

/// <summary>What stands in a PNG beside its pixels.</summary>
public sealed class PngAncillaryTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(6, false)]
    [InlineData(7, true)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(8, false)]
    public void Load_ExifOrientation_TurnsThePictureAsAJpegsDoes(int orientation, bool little)
    {
        using var bitmap = TestPictures.Quarters(48, 32);
        var jpeg = RgbImage.Load(
            new MemoryStream(TestPictures.WithOrientation(TestPictures.Encode(bitmap, SKEncodedImageFormat.Jpeg), orientation)));
        var path = folder.Write("photo.png", With(Plain(), "eXIf", Exif(orientation, little)));

        var png = RgbImage.Load(path);

        Assert.Equal((jpeg.Width, jpeg.Height), (png.Width, png.Height));
        Assert.Equal((png.Width, png.Height), ImageCodec.ReadSize(path));
        Assert.InRange(jpeg.Pixels.ToArray().Zip(png.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Average(), 0, 8);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(9, false)]
    [InlineData(255, true)]
    public void Load_OrientationThatThereIsNot_TurnsNothing(int orientation, bool little)
    {
        var path = folder.Write("photo.png", With(Plain(), "eXIf", Exif(orientation, little)));

        var png = RgbImage.Load(path);

        Assert.Equal((48, 32), (png.Width, png.Height));
        Assert.Equal((48, 32), ImageCodec.ReadSize(path));
    }

    [Theory]
    [InlineData(1, 1 << 22)]
    [InlineData(200_000, 3)]
    public void Load_MegabytesOfText_AreNotShownToTheDecoderAndChangeNoPixel(int chunks, int length)
    {
        var plain = Plain();
        byte[] text = new byte[length];
        text.AsSpan().Fill((byte)'a');
        text[1] = 0;
        var many = Enumerable.Repeat(Chunk("tEXt", text), chunks).SelectMany(chunk => chunk).ToArray();
        byte[] file = [.. plain.AsSpan(0, 33), .. many, .. plain.AsSpan(33)];

        Assert.Equal(RgbImage.Load(new MemoryStream(plain)).Pixels, RgbImage.Load(new MemoryStream(file)).Pixels);
        Assert.InRange(PngAncillary.LeaveOut(file).Length, 1, plain.Length);
    }

    [Fact]
    public void Load_CutOffBehindText_IsRefusedAsBefore()
    {
        var plain = Plain();
        var file = With(plain, "tEXt", new byte[1 << 20]);
        Assert.Throws<ImageFormatException>(() => RgbImage.Load(new MemoryStream(file[..^30])));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { (byte)'M', (byte)'M', 0, 42, 255, 255, 255, 255 })]
    [InlineData(new byte[] { (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 255, 255 })]
    public void Orientation_DamagedExif_IsNone(byte[] exif) => Assert.Equal(1, PngAncillary.Orientation(With(Plain(), "eXIf", exif)));

    private static byte[] Plain()
    {
        using var bitmap = TestPictures.Quarters(48, 32);
        return TestPictures.Encode(bitmap, SKEncodedImageFormat.Png);
    }

    /// <summary>The file with a chunk behind its header.</summary>
    private static byte[] With(byte[] png, string type, byte[] data) => [.. png.AsSpan(0, 33), .. Chunk(type, data), .. png.AsSpan(33)];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        byte[] length = new byte[4], sum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.HashToUInt32(body));
        return [.. length, .. body, .. sum];
    }

    private static byte[] Exif(int orientation, bool little) => little
        ? [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
}
