using System.Buffers;
using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip;

/// <summary>A picture in memory: 8-bit red, green, blue, row by row.</summary>
/// <remarks>
/// Nothing changes it after it was made: safe to share between threads, as long as nobody changes the array that it was made of.
/// </remarks>
public sealed class RgbImage
{
    /// <summary>The pixels that <see cref="Load(string, long)"/> accepts unless told otherwise: 100 megapixels.</summary>
    public const long DefaultMaxPixels = 100_000_000;

    /// <summary>Wraps pixels.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">Red, green, blue of each pixel, rows from top to bottom; <c>3 * width * height</c> bytes, not copied.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
        {
            var error = $"{width}x{height} pixels need {3L * width * height} bytes; {pixels.Length} were given.";
            throw new ArgumentException(error, nameof(pixels));
        }

        Width = width;
        Height = height;
        Data = pixels;
    }

    private RgbImage(int width, int height, bool rented)
    {
        int length = checked(3 * width * height);
        Width = width;
        Height = height;
        Data = rented ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);
        IsRented = rented;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The pixels: red, green, blue, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => Data.AsSpan(0, 3 * Width * Height);

    /// <summary>The same pixels, for this library's own loops; where they are rented, at the start of a longer array.</summary>
    internal byte[] Data { get; private set; }

    /// <summary>Whether the pixels are rented, until <see cref="Return"/>.</summary>
    internal bool IsRented { get; }

    /// <summary>Reads how large the upright photo is, from the file's header: nothing is decoded.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImageFormatException">The file is not a readable image.</exception>
    /// <exception cref="IOException">The file is missing or cannot be opened.</exception>
    public static (int Width, int Height) ReadSize(string path) => ImageCodec.ReadSize(path);

    /// <summary>Reads how large the upright photo is, from the header of a file in memory: nothing is decoded.</summary>
    /// <param name="encoded">The file.</param>
    /// <param name="name">What to call it in error messages.</param>
    /// <exception cref="ImageFormatException">It is not a readable image.</exception>
    public static (int Width, int Height) ReadSize(ReadOnlyMemory<byte> encoded, string name = "memory") =>
        ImageCodec.ReadSize(encoded.Span, name);

    /// <summary>
    /// Reads a JPEG, PNG, WebP, BMP, GIF or TIFF file (its first frame or page; 16 bits a channel become 8), turned upright as its EXIF
    /// orientation says.
    /// </summary>
    /// <remarks>
    /// As in CLIP's own preprocessing, transparency is dropped (not blended), color profiles are not applied, and 16-bit samples are
    /// reduced to 8 bits. CMYK is converted without a profile.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels (width times height) to accept; checked before anything is decoded.</param>
    /// <exception cref="ImageFormatException">The file is not a readable image, is cut off, or is larger than accepted.</exception>
    /// <exception cref="IOException">The file is missing or cannot be opened.</exception>
    public static RgbImage Load(string path, long maxPixels = DefaultMaxPixels) =>
        ImageSource.Read(path, encoded => ImageCodec.Decode(encoded, path, maxPixels));

    /// <summary>Reads a picture from a stream, from its present position to its end. See <see cref="Load(string, long)"/>.</summary>
    /// <param name="stream">The encoded picture; need not be seekable, is left open.</param>
    /// <param name="name">What to call it in error messages.</param>
    /// <param name="maxPixels">The most pixels (width times height) to accept; checked before anything is decoded.</param>
    /// <exception cref="ImageFormatException">The stream holds no readable image, is cut off, or the image is larger than
    /// accepted.</exception>
    public static RgbImage Load(Stream stream, string name = "stream", long maxPixels = DefaultMaxPixels) =>
        ImageCodec.Decode(ImageSource.Read(stream, name), name, maxPixels);

    /// <summary>Reads an encoded picture that is in memory. See <see cref="Load(string, long)"/>.</summary>
    /// <param name="encoded">The bytes of a PNG, JPEG, WebP, BMP, GIF or TIFF file.</param>
    /// <param name="name">What errors call the picture.</param>
    /// <param name="maxPixels">Pictures with more pixels are refused before they are decoded.</param>
    /// <exception cref="ImageFormatException">The bytes are not a readable picture, or it is too large.</exception>
    public static RgbImage Load(ReadOnlyMemory<byte> encoded, string name = "memory", long maxPixels = DefaultMaxPixels) =>
        ImageCodec.Decode(encoded.Span, name, maxPixels);

    /// <summary>A picture whose pixels are still to be written into <see cref="Data"/>.</summary>
    internal static RgbImage Allocate(int width, int height, bool rented) => new(width, height, rented);

    /// <summary>
    /// Reads a file as <see cref="Load(string, long)"/> does, for as long as one photo of many is worked on: its memory serves the next
    /// after <see cref="Return"/>.
    /// </summary>
    internal static RgbImage Rent(string path, long maxPixels = DefaultMaxPixels) =>
        ImageSource.Read(path, encoded => ImageCodec.Decode(encoded, path, maxPixels, rented: true));

    /// <summary>Returns rented pixels; the picture must not be used any more.</summary>
    internal void Return()
    {
        if (!IsRented || Data.Length == 0) return;
        ArrayPool<byte>.Shared.Return(Data);
        Data = [];
    }

    /// <summary>Writes a PNG file. It appears whole or not at all; a file of that name is replaced, missing folders are created.</summary>
    /// <param name="path">The file to write.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePng(string path) => AtomicFile.Write(path, SavePng, buffer: 0);

    /// <summary>Encodes the picture as JPEG with half-resolution color (4:2:0), as Pillow does unless told otherwise.</summary>
    /// <param name="quality">1 to 100.</param>
    /// <returns>The bytes of a JPEG file.</returns>
    public byte[] EncodeJpeg(int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return ImageCodec.EncodeJpeg(this, quality);
    }

    /// <summary>Writes the picture as PNG to a stream, which is left open.</summary>
    /// <param name="stream">Where to.</param>
    public void SavePng(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PngWriter.Write(stream, Width, Height, Pixels);
    }

    /// <summary>Resizes with the same result, byte by byte, as Python's Pillow.</summary>
    /// <param name="width">New width in pixels, at least 1.</param>
    /// <param name="height">New height in pixels, at least 1.</param>
    /// <param name="filter">How new pixels are computed.</param>
    /// <returns>A new picture; this one itself when the size does not change.</returns>
    public RgbImage Resize(int width, int height, ResampleFilter filter = ResampleFilter.Bicubic)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return PillowResampling.Resize(this, width, height, filter);
    }

    /// <summary>Cuts out a box.</summary>
    /// <param name="box">The box, wholly inside the picture, at least one pixel large.</param>
    /// <exception cref="ArgumentOutOfRangeException">The box is empty or sticks out.</exception>
    public RgbImage Crop(PixelBox box)
    {
        bool inside = box is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && box.Width <= Width - box.X && box.Height <= Height - box.Y;
        if (!inside) throw new ArgumentOutOfRangeException(nameof(box), box, $"The box must lie inside the {Width}x{Height} picture.");

        var pixels = new byte[3 * box.Width * box.Height];
        for (int y = 0; y < box.Height; y++)
        {
            Pixels.Slice(3 * ((box.Y + y) * Width + box.X), 3 * box.Width).CopyTo(pixels.AsSpan(3 * y * box.Width));
        }

        return new RgbImage(box.Width, box.Height, pixels);
    }
}
