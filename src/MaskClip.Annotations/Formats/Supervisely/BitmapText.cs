using System.IO.Compression;
using MaskClip.Annotations.Shapes;
using SkiaSharp;

namespace MaskClip.Annotations.Formats.Supervisely;

/// <summary>Supervisely's masks as text: the PNG of the mask's box, deflated (zlib), in base64. What is opaque belongs to it.</summary>
/// <remarks>As <c>Bitmap.data_2_base64</c> and <c>base64_2_data</c> of the supervisely package.</remarks>
internal static class BitmapText
{
    // A PNG of one color is a thousandth of its pixels.
    private const int BytesPerPixel = 8, FreeBytes = 1 << 16;

    /// <summary>Writes a mask's box.</summary>
    public static string From(RegionMask mask)
    {
        var (_, _, width, height) = mask.Box;
        var pixels = mask.Crop();
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var rows = bitmap.GetPixelSpan();
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                rows.Slice(y * bitmap.RowBytes + 4 * x, 4).Fill(pixels[y * width + x] != 0 ? (byte)255 : (byte)0);
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true)) png.SaveTo(zlib);
        return Convert.ToBase64String(deflated.GetBuffer(), 0, (int)deflated.Length);
    }

    /// <summary>Reads a mask.</summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    /// <param name="left">The first column of the mask's box.</param>
    /// <param name="top">The first row of the mask's box.</param>
    /// <param name="deflated">The deflated PNG.</param>
    /// <exception cref="FormatException">It is none, or does not fit into the photo.</exception>
    public static RegionMask ToMask(int width, int height, int left, int top, byte[] deflated)
    {
        var png = Inflate(deflated, (long)width * height * BytesPerPixel + FreeBytes);
        using var data = SKData.CreateCopy(png);
        using var codec = SKCodec.Create(data) ?? throw new FormatException("'bitmap' holds no PNG.");
        var (columns, rows) = (codec.Info.Width, codec.Info.Height);
        if (left < 0 || top < 0 || columns > width - left || rows > height - top)
        {
            throw new FormatException(
                $"The mask of {columns}x{rows} pixels at {left},{top} is not within the photo of {width}x{height} pixels.");
        }

        using var bitmap = new SKBitmap(new SKImageInfo(columns, rows, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new FormatException("The PNG in 'bitmap' is cut off or damaged.");
        bool isOpaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        var pixels = new byte[columns * rows];
        var all = bitmap.GetPixelSpan();
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++) pixels[y * columns + x] = all[y * bitmap.RowBytes + 4 * x + (isOpaque ? 0 : 3)];
        }

        return RegionMask.From(width, height, left, top, columns, rows, pixels);
    }

    private static byte[] Inflate(byte[] deflated, long max)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(deflated), CompressionMode.Decompress);
            using var png = new MemoryStream();
            var part = new byte[1 << 14];
            for (int read; (read = zlib.Read(part)) > 0;)
            {
                png.Write(part, 0, read);
                if (png.Length > max) throw new FormatException($"The PNG in 'bitmap' has more than {max} bytes, too many for its photo.");
            }

            return png.ToArray();
        }
        catch (InvalidDataException error)
        {
            throw new FormatException("'bitmap' is not deflated as zlib does.", error);
        }
    }
}
