using System.Buffers.Binary;
using MaskClip.Imaging;
using SkiaSharp;

namespace MaskClip.Tests.Imaging;

public class RgbImageFaultTests
{
    [Fact]
    public void Load_Text_NamesTheFileAndTheFormats()
    {
        using var folder = new TestFolder();
        var path = folder.Write("notes.txt", "not a picture at all"u8.ToArray());
        var error = Assert.Throws<ImageFormatException>(() => RgbImage.Load(path));
        Assert.Equal(path, error.Name);
        Assert.Equal($"{path}: This is not an image that can be read. Readable formats: JPEG, PNG, WebP, BMP, GIF, TIFF.", error.Message);
    }

    [Fact]
    public void Load_EmptyFile_SaysSo()
    {
        using var folder = new TestFolder();
        var path = folder.Write("empty.jpg", []);
        Assert.Contains("The file is empty", Assert.Throws<ImageFormatException>(() => RgbImage.Load(path)).Message);
    }

    [Fact]
    public void Load_Folder_SaysSo()
    {
        using var folder = new TestFolder();
        Assert.Contains("This is a folder", Assert.Throws<ImageFormatException>(() => RgbImage.Load(folder.Root)).Message);
    }

    [Fact]
    public void Load_MissingFile_ThrowsFileNotFound()
    {
        using var folder = new TestFolder();
        Assert.Throws<FileNotFoundException>(() => RgbImage.Load(folder["none.png"]));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Load_CutOffInTheMiddle_SaysSo(SKEncodedImageFormat format)
    {
        using var bitmap = TestPictures.Quarters(300, 200);
        var bytes = TestPictures.Encode(bitmap, format);
        var error = Assert.Throws<ImageFormatException>(() => RgbImage.Load(new MemoryStream(bytes[..(bytes.Length / 2)]), "upload"));
        Assert.StartsWith("upload: ", error.Message);
        Assert.Contains("cut off", error.Message);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Load_AnyBytesChanged_ThrowsNothingElse(SKEncodedImageFormat format)
    {
        using var bitmap = TestPictures.Quarters(40, 24);
        var bytes = TestPictures.Encode(bitmap, format);
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Int[0, bytes.Length - 1], CsCheck.Gen.Byte), change =>
        {
            var changed = bytes.ToArray();
            changed[change.Item1] = change.Item2;
            try
            {
                RgbImage.Load(new MemoryStream(changed), maxPixels: 1_000_000);
            }
            catch (ImageFormatException)
            {
                // The one exception that a damaged picture may cause.
            }
        }, iter: 1000);
    }

    [Fact]
    public void Load_BombHeader_RefusesBeforeDecoding()
    {
        var png = IndexedPng.Encode(new IndexedImage(1, 1, [0], [0, 0, 0]));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), PngChunks.CheckSum(png.AsSpan(12, 17)));
        var error = Assert.Throws<ImageFormatException>(() => RgbImage.Load(new MemoryStream(png), "bomb.png"));
        Assert.Equal(
            "bomb.png: The image is 60000x60000 (3600 megapixels); at most 100 are accepted; give a higher limit of pixels.",
            error.Message);
    }

    [Fact]
    public void Load_MaxPixels_IsTheLimitItself()
    {
        using var bitmap = TestPictures.Quarters(20, 10);
        var bytes = TestPictures.Encode(bitmap, SKEncodedImageFormat.Png);
        Assert.Equal(20, RgbImage.Load(new MemoryStream(bytes), maxPixels: 200).Width);
        Assert.Throws<ImageFormatException>(() => RgbImage.Load(new MemoryStream(bytes), maxPixels: 199));
    }
}
