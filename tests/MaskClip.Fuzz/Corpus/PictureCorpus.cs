using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using MaskClip.Imaging;
using MaskClip.World;
using SkiaSharp;

namespace MaskClip.Fuzz.Corpus;

/// <summary>Small pictures of every format, drawn here.</summary>
internal static class PictureCorpus
{
    private static readonly RgbImage Picture = SmallWorld.Scene(1, WorldSplit.Train, 40, 32).Picture;

    /// <summary>The bytes of letters.</summary>
    public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>Pictures of all formats.</summary>
    public static byte[][] All() => [.. Png(), .. Jpeg(), .. Webp(), .. Bmp(), .. Gif(), .. Masks()];

    /// <summary>PNG: colors, with an orientation, with texts beside the pixels, very thin ones.</summary>
    public static byte[][] Png()
    {
        using var stream = new MemoryStream();
        PngWriter.Write(stream, Picture.Width, Picture.Height, Picture.Pixels);
        var plain = stream.ToArray();
        return
        [
            plain,
            Encode(SKEncodedImageFormat.Png, 100),
            WithChunk(plain, "eXIf", Exif()),
            WithChunk(plain, "eXIf", Exif(9)),
            WithChunk(plain, "tEXt", [.. Ascii("Comment"), 0, .. new byte[200]]),
            WithChunk(plain, "zTXt", [.. Ascii("Comment"), 0, 0, .. Deflated(new byte[1 << 16])]),
            Thin(1, 3000),
            Thin(3000, 1),
        ];
    }

    /// <summary>JPEG: two qualities, with an orientation.</summary>
    public static byte[][] Jpeg()
    {
        var plain = ImageCodec.EncodeJpeg(Picture, 50);
        byte[] exif = [.. Ascii("Exif"), 0, 0, .. Exif()];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Length + 2));
        return [plain, ImageCodec.EncodeJpeg(Picture, 95), [.. plain[..2], 0xFF, 0xE1, .. length, .. exif, .. plain[2..]]];
    }

    /// <summary>WebP: lossy and lossless.</summary>
    public static byte[][] Webp() => [Encode(SKEncodedImageFormat.Webp, 50), Encode(SKEncodedImageFormat.Webp, 100)];

    /// <summary>BMP of 24 bits a pixel.</summary>
    public static byte[][] Bmp()
    {
        const int Header = 54, Width = 8, Height = 4, Row = 3 * Width;
        var bytes = new byte[Header + Row * Height];
        Ascii("BM").CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), Header);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), Width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), Height);
        bytes[26] = 1;
        bytes[28] = 24;
        for (int i = Header; i < bytes.Length; i++) bytes[i] = (byte)(i * 7);
        return [bytes];
    }

    /// <summary>GIF of four colors.</summary>
    public static byte[][] Gif() =>
    [
        [
            .. Ascii("GIF89a"), 2, 0, 2, 0, 0x91, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0x21, 0xF9, 4, 0, 0, 0, 0, 0, 0x2C, 0,
            0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x34, 0x05, 0, 0x3B,
        ],
    ];

    /// <summary>Masks: palette, gray of few bits, gray of 16 bits.</summary>
    public static byte[][] Masks()
    {
        byte[] indices = [.. Enumerable.Range(0, 120).Select(i => (byte)(i % 5))];
        ushort[] labels = [.. Enumerable.Range(0, 120).Select(i => (ushort)(i * 500))];
        using var wide = new MemoryStream();
        PngWriter.WriteLabels(wide, 12, 10, labels, []);
        var gray = IndexedPng.Encode(new IndexedImage(12, 10, indices, []));
        return [gray, IndexedPng.Encode(new IndexedImage(12, 10, indices, new byte[3 * 5])), wide.ToArray(), Bits(1), Bits(2), Bits(4)];
    }

    // A gray PNG of fewer bits than a byte, without a filter.
    private static byte[] Bits(int bits)
    {
        const int Width = 11, Height = 3;
        var rows = new byte[Height * (1 + (Width * bits + 7) / 8)];
        for (int i = 0; i < rows.Length; i++) rows[i] = (byte)(i % (1 + (Width * bits + 7) / 8) == 0 ? 0 : i * 37);
        return Assemble(Width, Height, bits, 0, rows);
    }

    private static byte[] Thin(int width, int height) => Assemble(width, height, 8, 2, new byte[height * (1 + 3 * width)]);

    private static byte[] Assemble(int width, int height, int bits, int color, byte[] rows)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)bits, (byte)color);
        return [137, 80, 78, 71, 13, 10, 26, 10, .. Chunk("IHDR", header), .. Chunk("IDAT", Deflated(rows)), .. Chunk("IEND", [])];
    }

    private static byte[] WithChunk(byte[] png, string name, byte[] content) => [.. png[..33], .. Chunk(name, content), .. png[33..]];

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Ascii(name), .. content];
        byte[] length = new byte[4], check = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32.HashToUInt32(named));
        return [.. length, .. named, .. check];
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(bytes);
        return stream.ToArray();
    }

    // TIFF with one entry, the orientation.
    private static byte[] Exif(byte orientation = 6) =>
        [.. Ascii("MM"), 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] Encode(SKEncodedImageFormat format, int quality)
    {
        using var bitmap = ImageCodec.ToBitmap(Picture);
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
