using MaskClip.Fuzz.Corpus;
using MaskClip.Imaging;

namespace MaskClip.Fuzz.Targets;

/// <summary>Pictures and masks.</summary>
internal static class ImageTargets
{
    private const long MaxPixels = 1 << 20;

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> Create()
    {
        byte[][] chunks = [.. new[] { "IHDR", "IDAT", "PLTE", "tRNS", "eXIf", "tEXt", "zTXt", "iCCP", "IEND" }.Select(PictureCorpus.Ascii)];
        yield return new("image-png", PictureCorpus.Png(), Decode, chunks);
        yield return new("image-jpeg", PictureCorpus.Jpeg(), Decode,
            [[0xFF, 0xD8], [0xFF, 0xC0], [0xFF, 0xC4], [0xFF, 0xDA], [0xFF, 0xE1]]);
        yield return new("image-webp", PictureCorpus.Webp(), Decode, [.. new[] { "VP8 ", "VP8L", "VP8X", "EXIF", "ALPH" }
            .Select(PictureCorpus.Ascii)]);
        yield return new("image-bmp-gif", [.. PictureCorpus.Bmp(), .. PictureCorpus.Gif()], Decode, [[0x21, 0xF9], [0x2C], [0x3B]]);
        yield return new("image-tiff", TiffCorpus.Create(), Decode, [[0x01, 0x01], [0x01, 0x11], [0x01, 0x17], [0x01, 0x42]]);
        yield return new("mask-png", PictureCorpus.Masks(), png => LabelMask.Load(png, "input", MaxPixels), chunks);
        yield return new("png-chunks", [.. PictureCorpus.Png(), .. PictureCorpus.Masks()], Chunks, chunks);
        yield return AllTargets.OfFile("image-file", "photo", [.. PictureCorpus.All(), .. TiffCorpus.Create()], path =>
        {
            RgbImage.Load(path, MaxPixels);
            ImageCodec.ReadSize(path);
        });
    }

    private static void Decode(byte[] encoded)
    {
        var image = RgbImage.Load(encoded, "input", MaxPixels);
        if (image.Pixels.Length != 3 * image.Width * image.Height) throw new InvalidOperationException("The picture has no pixels.");
    }

    private static void Chunks(byte[] png)
    {
        if (PngAncillary.Orientation(png) is < 1 or > 8) throw new InvalidOperationException("There is no such orientation.");
        PngAncillary.StoredSize(png);
        if (PngAncillary.LeaveOut(png).Length > png.Length) throw new InvalidOperationException("It is longer than it was.");
    }
}
