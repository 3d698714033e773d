using System.Buffers.Binary;

namespace MaskClip.Imaging;

/// <summary>
/// What a TIFF file's first directory says of the picture, held against the file before the library sees it: it takes memory for what is
/// claimed.
/// </summary>
/// <remarks>Tags, types and defaults are those of TIFF 6.0 (sections 2, 8, 15).</remarks>
internal sealed class TiffLayout
{
    private const int Width = 256, Height = 257, Bits = 258, Compression = 259, Offsets = 273, Orientation = 274, Samples = 277,
        RowsPerStrip = 278, ByteCounts = 279, Planar = 284, TileWidth = 322, TileHeight = 323, TileOffsets = 324, TileByteCounts = 325;

    private const int EntrySize = 12;

    // Alpha and masks included; what has more is not a photo of three colors.
    private const int MaxSamples = 5, MaxBits = 16;

    // A tile may reach over the border of a small photo.
    private const long FreePart = 16 << 20;

    // Bytes of a number by its type, from 1 on: byte, text, short, long, rational, and the same with signs, float, double, directory.
    private static readonly int[] Sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

    // None, LZW, Deflate (two numbers), PackBits.
    private static readonly long[] Compressions = [1, 5, 8, 32946, 32773];

    private readonly Dictionary<int, (long Count, long First)> tags = [];

    private TiffLayout()
    {
    }

    /// <summary>The stored size.</summary>
    public (long Width, long Height) Size => (First(Width, 0), First(Height, 0));

    /// <summary>EXIF's number for how the picture lies.</summary>
    public int Turn => First(Orientation, 1) is >= 1 and <= 8 and var known ? (int)known : 1;

    /// <summary>Whether the library may read the picture: its parts are those of its size, and none takes more than it is worth.</summary>
    public bool IsWhole
    {
        get
        {
            var (width, height) = Size;
            bool isTiled = tags.ContainsKey(TileWidth);
            long columns = isTiled ? First(TileWidth, 0) : width;
            long rows = isTiled ? First(TileHeight, 0) : Math.Min(First(RowsPerStrip, height), height);
            if (columns <= 0 || rows <= 0 || columns > ImageLimits.HardLimit || rows > ImageLimits.HardLimit) return false;
            long samples = First(Samples, 1), part = columns * rows * samples * MaxBits / 8;
            long parts = (width + columns - 1) / columns * ((height + rows - 1) / rows) * (First(Planar, 1) == 2 ? samples : 1);
            return part <= Math.Max(FreePart, width * height * samples * MaxBits / 8)
                && Count(isTiled ? TileOffsets : Offsets) == parts && Count(isTiled ? TileByteCounts : ByteCounts) == parts;
        }
    }

    /// <summary>Whether it is of a kind that is read.</summary>
    public bool IsRead => First(Samples, 1) is >= 1 and <= MaxSamples && First(Bits, 1) is >= 1 and <= MaxBits
        && Compressions.Contains(First(Compression, 1));

    /// <summary>Reads the first directory.</summary>
    /// <param name="file">The file.</param>
    /// <returns><see langword="null"/> where it is damaged.</returns>
    public static TiffLayout? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8) return null;
        bool isLittle = file[0] == 'I';
        var layout = new TiffLayout();
        long at = Number(file[4..], 4);
        if (at < 8 || at + 2 > file.Length) return null;
        int entries = (int)Number(file[(int)at..], 2), last = -1;
        if (at + 2 + (long)entries * EntrySize > file.Length) return null;
        for (int i = 0; i < entries; i++)
        {
            var entry = file.Slice((int)at + 2 + i * EntrySize, EntrySize);
            int tag = (int)Number(entry, 2), type = (int)Number(entry[2..], 2);
            long count = Number(entry[4..], 4), place = Number(entry[8..], 4);
            if (tag <= last || type >= Sizes.Length || type == 0) return null;
            last = tag;
            long bytes = count * Sizes[type];
            if (bytes > 4 && place + bytes > file.Length) return null;
            var values = bytes > 4 ? file[(int)place..] : entry[8..];
            int size = Sizes[type];
            layout.tags[tag] = (count, count > 0 && size <= 4 ? Number(values, size) : 0);
            if (tag is not (ByteCounts or TileByteCounts)) continue;

            // A part is read whole before it is unpacked.
            if (size > 4) return null;
            for (int part = 0; part < count; part++) if (Number(values[(part * size)..], size) > file.Length) return null;
        }

        return layout;

        long Number(ReadOnlySpan<byte> bytes, int size) => (size, isLittle) switch
        {
            (1, _) => bytes[0],
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        };
    }

    private long First(int tag, long otherwise) => tags.TryGetValue(tag, out var value) && value.Count > 0 ? value.First : otherwise;

    private long Count(int tag) => tags.TryGetValue(tag, out var value) ? value.Count : 0;
}
