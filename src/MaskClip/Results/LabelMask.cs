using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip;

/// <summary>
/// A label mask as a PNG file holds it: one number for each pixel, exactly. <see cref="Save(Segmentation, string)"/> writes one.
/// </summary>
/// <remarks>
/// <para>
/// What the numbers mean is up to whoever wrote the file. In masks of this library, and of most data sets, they are class indices, and 255
/// says "none of the classes", in files of 16 bits 65535: see <see cref="IgnoreLabel"/> and <see cref="ToClassIndices"/>.
/// </para>
/// <para>Nothing changes it after it was made: safe to share between threads. So are the methods that read and write.</para>
/// </remarks>
public sealed class LabelMask
{
    /// <summary>Creates it of an array that is not copied.</summary>
    internal LabelMask(int width, int height, ushort[] labels, int bits)
    {
        Width = width;
        Height = height;
        Data = labels;
        Bits = bits;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>
    /// The number of each pixel, as it is in the file, row by row: <c>[height, width]</c>. 0 to 255, or 0 to 65535 where the file has 16
    /// bits.
    /// </summary>
    public ReadOnlySpan<ushort> Labels => Data;

    /// <summary>Bits of a number in the file: 1, 2, 4, 8 or 16.</summary>
    public int Bits { get; }

    /// <summary>The number that says "none of the classes" in files of so many bits: 65535 with 16 bits, 255 with fewer.</summary>
    public ushort IgnoreLabel => Bits == 16 ? Segmentation.Ignore : LabelBytes.Ignore;

    /// <summary>The same numbers, for this library's own loops; whoever reads a file may change them in place.</summary>
    internal ushort[] Data { get; }

    /// <summary>Red, green and blue of each number, as the file has them; empty for a gray one.</summary>
    public ReadOnlySpan<byte> PaletteColors => PaletteBytes;

    internal byte[] PaletteBytes { get; private init; } = [];

    /// <summary>
    /// The numbers as a <see cref="Segmentation"/> has them: <see cref="IgnoreLabel"/> becomes <see cref="Segmentation.Ignore"/>, all else
    /// stays.
    /// </summary>
    /// <returns>
    /// A new array, row by row: <c>[height, width]</c>. Whether each number is a class of a vocabulary is not checked here.
    /// </returns>
    public ushort[] ToClassIndices()
    {
        ushort[] labels = [.. Data];
        labels.AsSpan().Replace(IgnoreLabel, Segmentation.Ignore);
        return labels;
    }

    /// <summary>Reads a PNG file: palette or gray of 1, 2, 4 or 8 bits, or gray of 16 bits, not interlaced.</summary>
    /// <remarks>
    /// Of a palette image these are the indices, not the colors. Values of gray files are not scaled: 1 is 1, whatever the bits.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels (width times height) to accept; checked before anything is decoded.</param>
    /// <exception cref="ImageFormatException">The file is not such a PNG, is cut off or corrupted, or is larger than accepted.</exception>
    /// <exception cref="IOException">The file is missing or cannot be opened.</exception>
    public static LabelMask Load(string path, long maxPixels = RgbImage.DefaultMaxPixels) =>
        ImageSource.Read(path, png => Decode(png, path, maxPixels));

    /// <summary>Reads a mask from a stream, from its present position to its end. See <see cref="Load(string, long)"/>.</summary>
    /// <param name="stream">The PNG; need not be seekable, is left open.</param>
    /// <param name="name">What to call it in error messages.</param>
    /// <param name="maxPixels">The most pixels (width times height) to accept; checked before anything is decoded.</param>
    /// <exception cref="ImageFormatException">The stream holds no such PNG, is cut off or corrupted, or the mask is too large.</exception>
    public static LabelMask Load(Stream stream, string name = "stream", long maxPixels = RgbImage.DefaultMaxPixels) =>
        Decode(ImageSource.Read(stream, name), name, maxPixels);

    /// <summary>Reads a mask that is in memory. See <see cref="Load(string, long)"/>.</summary>
    /// <param name="encoded">The bytes of a PNG file.</param>
    /// <param name="name">What to call it in error messages.</param>
    /// <param name="maxPixels">The most pixels (width times height) to accept; checked before anything is decoded.</param>
    /// <exception cref="ImageFormatException">The bytes are not such a PNG, are cut off or corrupted, or the mask is too large.</exception>
    public static LabelMask Load(ReadOnlyMemory<byte> encoded, string name = "memory", long maxPixels = RgbImage.DefaultMaxPixels) =>
        Decode(encoded.Span, name, maxPixels);

    /// <summary>
    /// Writes a result's labels as a PNG file. It appears whole or not at all. A file of that name is replaced, missing folders are
    /// created.
    /// </summary>
    /// <remarks>
    /// Up to 255 classes make a palette PNG of 8 bits in the colors of <see cref="Vocabulary.Palette"/> (background classes black), 255 for
    /// <see cref="Segmentation.Ignore"/>. More make a gray PNG of 16 bits, 65535 for <see cref="Segmentation.Ignore"/>.
    /// These are the vocabulary's indices; the format <c>mask</c> of <see cref="SegmentationWriters"/> leaves 0 to the background whether
    /// there is one or not.
    /// </remarks>
    /// <param name="result">The result.</param>
    /// <param name="path">The file to write.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Segmentation result, string path)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Save(result, stream), buffer: 0);
    }

    /// <summary>Writes a result's labels as PNG to a stream, which is left open. See <see cref="Save(Segmentation, string)"/>.</summary>
    /// <param name="result">The result.</param>
    /// <param name="stream">Where to.</param>
    public static void Save(Segmentation result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(stream);
        var palette = result.Vocabulary.Classes.Count <= LabelBytes.MaxClasses ? MaskPalette.Of(result.Vocabulary) : [];
        PngWriter.WriteLabels(stream, result.Width, result.Height, result.Labels, palette);
    }

    private static LabelMask Decode(ReadOnlySpan<byte> png, string name, long maxPixels)
    {
        var (width, height, labels, bits, palette) = new IndexedPngDecoder(name, maxPixels).DecodeLabels(png);
        return new(width, height, labels, bits) { PaletteBytes = palette };
    }
}
