using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;

namespace MaskClip.Tests.Imaging;

/// <summary>TIFF files as cameras, scanners and satellites write them.</summary>
public sealed class TiffTests : IDisposable
{
    private const int Width = 13, Height = 9;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    [Theory]
    [InlineData(8, Compression.NONE, Photometric.RGB, false)]
    [InlineData(8, Compression.LZW, Photometric.RGB, false)]
    [InlineData(8, Compression.DEFLATE, Photometric.RGB, true)]
    [InlineData(8, Compression.PACKBITS, Photometric.MINISBLACK, false)]
    [InlineData(16, Compression.NONE, Photometric.RGB, false)]
    [InlineData(16, Compression.LZW, Photometric.RGB, true)]
    [InlineData(16, Compression.NONE, Photometric.MINISBLACK, false)]
    [InlineData(8, Compression.NONE, Photometric.PALETTE, false)]
    public void Load_AnyKind_GivesTheColors(int bits, Compression compression, Photometric photometric, bool tiled)
    {
        var path = Write(bits, compression, photometric, tiled);

        var image = RgbImage.Load(path);

        Assert.Equal((Width, Height), (image.Width, image.Height));
        Assert.Equal((Width, Height), RgbImage.ReadSize(path));
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                for (int c = 0; c < 3; c++)
                    Assert.Equal(Expected(x, y, photometric == Photometric.RGB ? c : 0), image.Pixels[3 * (y * Width + x) + c]);
            }
        }
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(3, Width - 1, Height - 1)]
    [InlineData(6, Height - 1, 0)]
    [InlineData(8, 0, Width - 1)]
    public void Load_Orientation_TurnsItUpright(int orientation, int x, int y)
    {
        var path = Write(orientation: orientation);

        var image = RgbImage.Load(path);

        // Where the first stored pixel ends.
        Assert.Equal(orientation >= 5 ? (Height, Width) : (Width, Height), (image.Width, image.Height));
        Assert.Equal((image.Width, image.Height), RgbImage.ReadSize(path));
        int at = 3 * (y * image.Width + x);
        Assert.Equal([Expected(0, 0, 0), Expected(0, 0, 1), Expected(0, 0, 2)], image.Pixels[at..(at + 3)].ToArray());
    }

    [Fact]
    public void Load_SeveralPages_TakesTheFirst() =>
        Assert.Equal((Width, Height), RgbImage.Load(Write(pages: 3)) is var image ? (image.Width, image.Height) : default);

    [Fact]
    public void Load_CutOff_IsSaid()
    {
        var bytes = File.ReadAllBytes(Write());
        foreach (int length in new[] { 4, 8, 40, bytes.Length / 2 })
        {
            var path = Path.Combine(folder, $"{length}.tif");
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains("TIFF image is cut off or corrupted", Assert.Throws<ImageFormatException>(() => RgbImage.Load(path)).Message);
        }
    }

    [Theory]
    [InlineData(TiffTag.IMAGEWIDTH, 20_000_000, "megapixels")]
    [InlineData(TiffTag.SAMPLESPERPIXEL, 60_000, "This kind of TIFF is not read")]
    [InlineData(TiffTag.BITSPERSAMPLE, 64, "This kind of TIFF is not read")]
    [InlineData(TiffTag.STRIPBYTECOUNTS, 2_000_000_000, "cut off or corrupted")]
    [InlineData(TiffTag.COMPRESSION, 7, "This kind of TIFF is not read")]
    [InlineData(TiffTag.ROWSPERSTRIP, 1, "cut off or corrupted")]
    [InlineData(TiffTag.STRIPOFFSETS, 2_000_000_000, "cut off or corrupted")]
    [InlineData(TiffTag.IMAGELENGTH, 0, "header is corrupted")]
    public void Load_NumbersThatClaimMore_AreRefusedBeforeMemoryIsTaken(TiffTag tag, int value, string expected)
    {
        var bytes = File.ReadAllBytes(Write(8, Compression.LZW, Photometric.MINISBLACK));
        Patch(bytes, tag, value);
        var path = Path.Combine(folder, "patched.tif");
        File.WriteAllBytes(path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var message = Assert.Throws<ImageFormatException>(() => RgbImage.Load(path)).Message;

        Assert.Contains(expected, message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static byte Expected(int x, int y, int channel) => (byte)(16 * x + 3 * y + 70 * channel);

    // An entry of the only directory of a little-endian file: tag, type, count, value.
    private static void Patch(byte[] file, TiffTag tag, int value)
    {
        int at = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)), entries = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));
        for (int i = 0; i < entries; i++)
        {
            var entry = file.AsSpan(at + 2 + 12 * i, 12);
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) != (ushort)tag) continue;
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 4);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], value);
            return;
        }

        Assert.Fail($"The file has no {tag}.");
    }

    private string Write(
        int bits = 8,
        Compression compression = Compression.NONE,
        Photometric photometric = Photometric.RGB,
        bool tiled = false,
        int orientation = 1,
        int pages = 1)
    {
        var path = Path.Combine(folder, "photo.tif");
        int samples = photometric == Photometric.RGB ? 3 : 1;
        using var tiff = Tiff.Open(path, "w");
        for (int page = 0; page < pages; page++)
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, Width + page);
            tiff.SetField(TiffTag.IMAGELENGTH, Height);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, samples);
            tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
            tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
            tiff.SetField(TiffTag.PHOTOMETRIC, photometric);
            tiff.SetField(TiffTag.COMPRESSION, compression);
            tiff.SetField(TiffTag.ORIENTATION, (Orientation)orientation);
            if (photometric == Photometric.PALETTE)
            {
                ushort[] gray = [.. Enumerable.Range(0, 256).Select(value => (ushort)(257 * value))];
                tiff.SetField(TiffTag.COLORMAP, gray, gray, gray);
            }

            const int side = 16;
            if (tiled)
            {
                tiff.SetField(TiffTag.TILEWIDTH, side);
                tiff.SetField(TiffTag.TILELENGTH, side);
                tiff.WriteTile(Samples(side, side, bits, samples), 0, 0, 0, 0, 0);
            }
            else
            {
                tiff.SetField(TiffTag.ROWSPERSTRIP, Height);
                var rows = Samples(Width + page, Height, bits, samples);
                tiff.WriteEncodedStrip(0, rows, rows.Length);
            }

            tiff.WriteDirectory();
        }

        return path;
    }

    private static byte[] Samples(int width, int height, int bits, int samples)
    {
        var bytes = new byte[width * height * samples * bits / 8];
        for (int i = 0; i < width * height * samples; i++)
        {
            byte value = Expected(i / samples % width, i / samples / width, i % samples);
            if (bits == 8) bytes[i] = value;
            else BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)(257 * value));
        }

        return bytes;
    }
}
