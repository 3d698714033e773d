using CsCheck;
using SkiaSharp;

namespace MaskClip.Tests.Imaging;

/// <summary>Pictures for tests.</summary>
internal static class TestPictures
{
    public static Gen<RgbImage> Any(int maxSize) =>
        from width in Gen.Int[1, maxSize]
        from height in Gen.Int[1, maxSize]
        from pixels in Gen.Byte.Array[3 * width * height]
        select new RgbImage(width, height, pixels);

    public static RgbImage Plain(int width, int height, byte red, byte green, byte blue)
    {
        var pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.Length; i += 3) (pixels[i], pixels[i + 1], pixels[i + 2]) = (red, green, blue);
        return new RgbImage(width, height, pixels);
    }

    /// <summary>Red, green, blue and white quarters: every rotation and mirroring of it looks different.</summary>
    public static SKBitmap Quarters(int width, int height)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, (x < width / 2, y < height / 2) switch
                {
                    (true, true) => SKColors.Red,
                    (false, true) => SKColors.Lime,
                    (true, false) => SKColors.Blue,
                    _ => SKColors.White,
                });
            }
        }

        return bitmap;
    }

    public static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format, int quality = 95)
    {
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    /// <summary>A JPEG with an EXIF block in front that holds the orientation only.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] tag = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0];
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, .. tag, 0, 0, 0, 0];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    public static string Color(RgbImage image, int x, int y)
    {
        var pixel = image.Pixels.Slice(3 * (y * image.Width + x), 3);
        return (pixel[0] > 127, pixel[1] > 127, pixel[2] > 127) switch
        {
            (true, true, true) => "white",
            (true, false, false) => "red",
            (false, true, false) => "green",
            (false, false, true) => "blue",
            _ => $"{pixel[0]},{pixel[1]},{pixel[2]}",
        };
    }
}
