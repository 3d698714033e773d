using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MaskClip.Telemetry;
using SkiaSharp;

namespace MaskClip.Imaging;

/// <summary>
/// Decoding and encoding with SkiaSharp: the one place that knows which library does it. TIFF is <see cref="TiffCodec"/>'s.
/// </summary>
internal static unsafe class ImageCodec
{
    /// <summary>What is read, for messages.</summary>
    public const string ReadableFormats = "Readable formats: JPEG, PNG, WebP, BMP, GIF, TIFF.";

    /// <summary>Decodes a picture and turns it upright.</summary>
    /// <param name="encoded">The file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="maxPixels">The most that are accepted.</param>
    /// <param name="rented">Whether the pixels' memory is rented, until <see cref="RgbImage.Return"/>.</param>
    public static RgbImage Decode(ReadOnlySpan<byte> encoded, string name, long maxPixels, bool rented = false)
    {
        using var stage = Stage.Begin(Stage.Decode);
        if (TiffCodec.IsTiff(encoded))
        {
            var (stored, turned) = TiffCodec.Decode(encoded, name, maxPixels, rented);
            return Upright.Turn(stored, turned);
        }

        int? orientation = null;
        if (PngAncillary.IsPng(encoded))
        {
            orientation = PngAncillary.Orientation(encoded);
            encoded = PngAncillary.LeaveOut(encoded);
        }

        fixed (byte* bytes = encoded)
        {
            using var data = SKData.Create((IntPtr)bytes, encoded.Length);
            using var stream = new SKMemoryStream(data);
            using var codec = SKCodec.Create(stream) ?? throw NotReadable(name, encoded);
            ImageLimits.Check(name, codec.Info.Width, codec.Info.Height, maxPixels);
            return Upright.Turn(DecodePixels(codec, name, rented), orientation ?? (int)codec.EncodedOrigin);
        }
    }

    /// <summary>The size that a file's picture has once it is turned upright, from its header alone.</summary>
    public static (int Width, int Height) ReadSize(string path)
    {
        var (size, orientation) = ReadPngOrTiffSize(path) ?? ReadOtherSize(path);
        return Turned(size, orientation);
    }

    /// <summary>The same of a file in memory.</summary>
    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> encoded, string name)
    {
        if (PngOrTiffSize(encoded, name) is var (stored, turned)) return Turned(stored, turned);
        fixed (byte* bytes = encoded)
        {
            using var data = SKData.Create((IntPtr)bytes, encoded.Length);
            using var stream = new SKMemoryStream(data);
            using var codec = SKCodec.Create(stream) ?? throw NotReadable(name, encoded);
            return Turned((codec.Info.Width, codec.Info.Height), (int)codec.EncodedOrigin);
        }
    }

    /// <summary>Encodes a JPEG with half-resolution color (4:2:0), as Pillow does unless told otherwise.</summary>
    public static byte[] EncodeJpeg(RgbImage image, int quality)
    {
        using var bitmap = ToBitmap(image);
        using var pixels = bitmap.PeekPixels();
        var options = new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore);
        using var data = pixels.Encode(options)
            ?? throw new IOException($"The {image.Width}x{image.Height} picture cannot be encoded as JPEG of quality {quality}.");
        return data.ToArray();
    }

    /// <summary>Copies a picture into a bitmap to draw on.</summary>
    public static SKBitmap ToBitmap(RgbImage image)
    {
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var to = (uint*)bitmap.GetPixels();
        fixed (byte* from = image.Data)
        {
            nint last = (nint)image.Width * image.Height - 1;
            for (nint i = 0; i < last; i++) to[i] = *(uint*)(from + 3 * i) | 0xFF000000;
            to[last] = from[3 * last] | (uint)from[3 * last + 1] << 8 | (uint)from[3 * last + 2] << 16 | 0xFF000000;
        }

        return bitmap;
    }

    /// <summary>Copies a drawn bitmap's colors.</summary>
    public static RgbImage ToImage(SKBitmap bitmap)
    {
        using var picture = ToLent(bitmap);
        return picture.Copy();
    }

    /// <summary>The same into rented memory.</summary>
    public static RentedImage ToLent(SKBitmap bitmap)
    {
        var picture = RentedImage.Take(bitmap.Width, bitmap.Height);
        DropAlpha((byte*)bitmap.GetPixels(), picture.Pixels);
        return picture;
    }

    // Orientations from 5 on lay the picture on its side.
    private static (int Width, int Height) Turned((int Width, int Height) size, int orientation) =>
        orientation >= 5 ? (size.Height, size.Width) : size;

    private static ((int Width, int Height) Size, int Orientation)? ReadPngOrTiffSize(string path) =>
        ImageSource.Read(path, file => PngOrTiffSize(file, path));

    private static ((int Width, int Height) Size, int Orientation)? PngOrTiffSize(ReadOnlySpan<byte> file, string name)
    {
        if (TiffCodec.IsTiff(file)) return TiffCodec.ReadSize(file, name);
        return PngAncillary.IsPng(file) && PngAncillary.StoredSize(file) is { Width: > 0, Height: > 0 } size
            ? (size, PngAncillary.Orientation(file))
            : null;
    }

    private static ((int Width, int Height) Size, int Orientation) ReadOtherSize(string path)
    {
        using var codec = SKCodec.Create(path) ?? throw NotReadable(path, ImageSource.Read(path));
        return ((codec.Info.Width, codec.Info.Height), (int)codec.EncodedOrigin);
    }

    private static RgbImage DecodePixels(SKCodec codec, string name, bool rented)
    {
        // No color space: the stored numbers, as Pillow's convert("RGB") gives them. Unpremultiplied: colors survive under transparency.
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, alpha, null);
        var picture = RgbImage.Allocate(info.Width, info.Height, rented);
        var rgba = (byte*)NativeMemory.Alloc((nuint)info.BytesSize64);
        try
        {
            var result = codec.GetPixels(info, (IntPtr)rgba);
            if (result != SKCodecResult.Success) throw NotDecoded(name, codec, result);
            DropAlpha(rgba, picture.Data.AsSpan(0, picture.Pixels.Length));
        }
        finally
        {
            NativeMemory.Free(rgba);
        }

        return picture;
    }

    /// <summary>Four bytes a pixel become three.</summary>
    public static void DropAlpha(byte* rgba, Span<byte> rgb)
    {
        var colors = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        fixed (byte* to = rgb)
        {
            nint pixels = rgb.Length / 3, i = 0;

            // Four pixels at a time; what is written past them is written again.
            for (; i + 6 <= pixels; i += 4) Vector128.Shuffle(Vector128.Load(rgba + 4 * i), colors).Store(to + 3 * i);
            for (; i < pixels; i++)
            {
                for (int c = 0; c < 3; c++) to[3 * i + c] = rgba[4 * i + c];
            }
        }
    }

    private static ImageFormatException NotReadable(string name, ReadOnlySpan<byte> encoded) => HasKnownSignature(encoded)
        ? new(name, $"The image is cut off or corrupted in its header; fetch the file again. {ReadableFormats}")
        : new(name, $"This is not an image that can be read. {ReadableFormats}");

    private static bool HasKnownSignature(ReadOnlySpan<byte> encoded) =>
        encoded.StartsWith<byte>([0xFF, 0xD8, 0xFF]) || encoded.StartsWith(IndexedPng.Signature) || encoded.StartsWith("GIF8"u8)
        || encoded.StartsWith("BM"u8) || (encoded.StartsWith("RIFF"u8) && encoded.Length >= 12 && encoded[8..].StartsWith("WEBP"u8));

    private static ImageFormatException NotDecoded(string name, SKCodec codec, SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput or SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput =>
            new(name, $"The {FormatName(codec)} image is cut off or corrupted; fetch the file again. {ReadableFormats}"),
        _ => new(name, $"The {FormatName(codec)} image cannot be decoded ({result}). {ReadableFormats}"),
    };

    private static string FormatName(SKCodec codec) => codec.EncodedFormat switch
    {
        SKEncodedImageFormat.Webp => "WebP",
        var format => format.ToString().ToUpperInvariant(),
    };
}
