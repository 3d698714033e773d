using BitMiracle.LibTiff.Classic;

namespace MaskClip.Imaging;

/// <summary>Decoding of TIFF files with LibTiff.NET: the first page, its channels reduced to 8 bits.</summary>
internal static unsafe class TiffCodec
{
    static TiffCodec()
    {
        // The library's own handlers write to the terminal.
        Tiff.SetErrorHandler(new Silence());
    }

    /// <summary>Whether a file begins as TIFF files do.</summary>
    public static bool IsTiff(ReadOnlySpan<byte> encoded) => encoded.StartsWith("II*\0"u8) || encoded.StartsWith("MM\0*"u8);

    /// <summary>The size of the first page as it is stored, and its orientation (EXIF's numbers).</summary>
    /// <param name="encoded">The file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="ImageFormatException">The header is damaged.</exception>
    public static ((int Width, int Height) Size, int Orientation) ReadSize(ReadOnlySpan<byte> encoded, string name)
    {
        var (size, turn) = Check(encoded, name, long.MaxValue);
        return (size, turn);
    }

    /// <summary>Decodes the first page as it is stored.</summary>
    /// <param name="encoded">The file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="maxPixels">The most that are accepted.</param>
    /// <param name="rented">Whether the pixels' memory is rented, until <see cref="RgbImage.Return"/>.</param>
    /// <exception cref="ImageFormatException">It is too large, damaged, or of a kind that is not read.</exception>
    public static (RgbImage Image, int Orientation) Decode(ReadOnlySpan<byte> encoded, string name, long maxPixels, bool rented)
    {
        var ((width, height), turn) = Check(encoded, name, maxPixels);
        fixed (byte* bytes = encoded)
        {
            using var stream = new UnmanagedMemoryStream(bytes, encoded.Length);
            using var tiff = Open(stream, name);
            if (!Try(name, () => tiff.RGBAImageOK(out _))) throw Unread(name);
            var pixels = new int[width * height];

            // In the orientation that is asked for nothing is turned: Upright does it for every format.
            if (!Try(name, () => tiff.ReadRGBAImageOriented(width, height, pixels, (Orientation)turn, stopOnError: true)))
                throw Damaged(name);
            var image = RgbImage.Allocate(width, height, rented);
            fixed (int* rgba = pixels) ImageCodec.DropAlpha((byte*)rgba, image.Data.AsSpan(0, image.Pixels.Length));
            return (image, turn);
        }
    }

    private static ((int Width, int Height) Size, int Turn) Check(ReadOnlySpan<byte> encoded, string name, long maxPixels)
    {
        if (TiffLayout.Read(encoded) is not { } layout) throw Damaged(name);
        var (width, height) = layout.Size;
        ImageLimits.Check(name, width, height, maxPixels);
        if (!layout.IsRead) throw Unread(name);
        if (!layout.IsWhole) throw Damaged(name);
        return (((int)width, (int)height), layout.Turn);
    }

    private static Tiff Open(Stream stream, string name)
    {
        Tiff? tiff = null;
        Try(name, () => (tiff = Tiff.ClientOpen(name, "r", stream, new TiffStream())) is not null);
        return tiff ?? throw Damaged(name);
    }

    // Damaged files make the library throw whatever comes.
    private static bool Try(string name, Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            throw Damaged(name, error);
        }
    }

    private static ImageFormatException Damaged(string name, Exception? error = null) =>
        new(name, $"The TIFF image is cut off or corrupted; fetch the file again. {ImageCodec.ReadableFormats}", error);

    private static ImageFormatException Unread(string name) => new(
        name,
        $"This kind of TIFF is not read: gray, palette or RGB of up to 16 bits a channel, uncompressed or as LZW, Deflate or PackBits, " +
        $"is. Convert it. {ImageCodec.ReadableFormats}");

    private sealed class Silence : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }
    }
}
