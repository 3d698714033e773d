using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using MaskClip.Imaging;

namespace MaskClip.Tests.Imaging;

public class IndexedPngTests
{
    private static readonly Gen<IndexedImage> Images =
        from width in Gen.Int[1, 30]
        from height in Gen.Int[1, 30]
        from indices in Gen.Byte.Array[width * height]
        from palette in Gen.Byte.Array[768]
        select new IndexedImage(width, height, indices, palette);

    [Fact]
    public void Decode_Encoded_GivesTheSame() => Images.Sample(image =>
    {
        var back = IndexedPng.Decode(IndexedPng.Encode(image));
        return (back.Width, back.Height) == (image.Width, image.Height)
            && back.Indices.SequenceEqual(image.Indices) && back.Palette.SequenceEqual(image.Palette);
    }, iter: 300);

    [Fact]
    public void Encode_ReadAsPicture_ShowsThePalette()
    {
        var png = IndexedPng.Encode(new IndexedImage(2, 1, [1, 0], [9, 8, 7, 1, 2, 3]));
        Assert.Equal([1, 2, 3, 9, 8, 7], RgbImage.Load(new MemoryStream(png)).Pixels.ToArray());
    }

    [Fact]
    public void Decode_AnyFilterAndDepth_GivesTheIndices() =>
        Gen.Select(
            Gen.Int[0, 3].Select(i => 1 << i), Gen.Int[1, 20], Gen.Int[1, 6].SelectMany(h => Gen.Int[0, 4].Array[h]), Gen.Byte.Array[120])
            .Sample((bits, width, filters, values) =>
            {
                var indices = values[..(width * filters.Length)].Select(v => (byte)(v & (1 << bits) - 1)).ToArray();
                var back = IndexedPng.Decode(Build(bits, width, filters, indices));
                return back.Indices.SequenceEqual(indices);
            }, iter: 1000);

    [Fact]
    public void DecodeLabels_AnyFilterOf16Bits_GivesTheLabels() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 6].SelectMany(h => Gen.Int[0, 4].Array[h]), Gen.UShort.Array[120])
            .Sample((width, filters, values) =>
        {
            ushort[] labels = values[..(width * filters.Length)];
            byte[] bytes = [.. labels.SelectMany(label => new[] { (byte)(label >> 8), (byte)label })];
            var back = LabelMask.Load(Build(16, width, filters, bytes));
            return back.Bits == 16 && back.IgnoreLabel == Segmentation.Ignore && back.Labels.SequenceEqual(labels);
        }, iter: 1000);

    [Fact]
    public void DecodeLabels_EightBitsAndLess_IsWhatDecodeGives() =>
        Gen.Select(
            Gen.Int[0, 3].Select(i => 1 << i), Gen.Int[1, 20], Gen.Int[1, 6].SelectMany(h => Gen.Int[0, 4].Array[h]), Gen.Byte.Array[120])
            .Sample((bits, width, filters, values) =>
            {
                var png = Build(
                    bits, width, filters, values[..(width * filters.Length)].Select(v => (byte)(v & (1 << bits) - 1)).ToArray());
                var labels = LabelMask.Load(png);
                return labels.Bits == bits && labels.IgnoreLabel == 255
                    && labels.Data.SequenceEqual(IndexedPng.Decode(png).Indices.Select(index => (ushort)index));
            }, iter: 300);

    [Fact]
    public void Decode_AnyByteChanged_ThrowsOnlyImageFormatException()
    {
        var png = IndexedPng.Encode(new IndexedImage(9, 7, [.. Enumerable.Range(0, 63).Select(i => (byte)i)], new byte[768]));
        Gen.Select(Gen.Int[0, png.Length - 1], Gen.Int[1, 255]).Sample((at, change) =>
        {
            var changed = png.ToArray();
            changed[at] ^= (byte)change;
            Assert.Throws<ImageFormatException>(() => IndexedPng.Decode(changed));
        }, iter: 2000);
    }

    [Fact]
    public void Decode_ChangedBehindAGoodCheckSum_ThrowsOnlyImageFormatException() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Int[1, 9], Gen.Int[1, 9]).Sample((data, width, height) =>
        {
            byte[] header = [0, 0, 0, (byte)width, 0, 0, 0, (byte)height, 8, 3, 0, 0, 0];
            byte[] png = [.. Signature, .. Chunk("IHDR", header), .. Chunk("IDAT", data), .. Chunk("IEND", [])];
            Assert.Throws<ImageFormatException>(() => IndexedPng.Decode(png));
        }, iter: 500);

    [Fact]
    public void Decode_CutOffAnywhere_SaysSo()
    {
        var png = IndexedPng.Encode(new IndexedImage(5, 4, new byte[20], [1, 2, 3]));
        for (int length = 8; length < png.Length; length++)
        {
            Assert.Contains("cut off", Assert.Throws<ImageFormatException>(() => IndexedPng.Decode(png.AsSpan(0, length))).Message);
        }
    }

    [Theory]
    [InlineData(2, 8, 0, "RGB with 8 bits")]
    [InlineData(0, 16, 0, "gray with 16 bits")]
    [InlineData(3, 8, 1, "interlaced")]
    public void Decode_OtherKinds_AreRefusedByName(byte colorType, byte bits, byte interlace, string message)
    {
        byte[] png = [.. Signature, .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, bits, colorType, 0, 0, interlace])];
        Assert.Contains(message, Assert.Throws<ImageFormatException>(() => IndexedPng.Decode(png, "m.png")).Message);
    }

    [Fact]
    public void Decode_BombHeader_IsRefused()
    {
        byte[] png = [.. Signature, .. Chunk("IHDR", [0, 0, 255, 255, 0, 0, 255, 255, 8, 3, 0, 0, 0])];
        Assert.Contains("65535x65535", Assert.Throws<ImageFormatException>(() => IndexedPng.Decode(png)).Message);
    }

    [Fact]
    public void Read_VocMask_HasVocsLabels()
    {
        var folder = Testing.SharedData.Path("data", "voc2012-val");
        foreach (var path in Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(5))
        {
            var mask = IndexedPng.Read(path);
            Assert.All(mask.Indices, index => Assert.True(index is <= 20 or 255));
        }
    }

    private static byte[] Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    private static byte[] Build(int bits, int width, int[] filters, byte[] indices)
    {
        int stride = (width * bits + 7) / 8;
        var rows = filters.Select((_, y) =>
        {
            if (bits == 16) return indices[(y * stride)..((y + 1) * stride)];
            var row = new byte[stride];
            for (int x = 0; x < width; x++) row[x * bits / 8] |= (byte)(indices[y * width + x] << 8 - bits - x * bits % 8);
            return row;
        }).ToArray();
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < rows.Length; y++)
            {
                zlib.WriteByte((byte)filters[y]);
                zlib.Write(Filter(filters[y], rows[y], y > 0 ? rows[y - 1] : new byte[stride], bits == 16 ? 2 : 1));
            }
        }

        byte[] header = [0, 0, 0, (byte)width, 0, 0, 0, (byte)filters.Length, (byte)bits, 0, 0, 0, 0];
        var data = compressed.ToArray();
        return [.. Signature, .. Chunk("IHDR", header), .. Chunk("IDAT", data[..3]), .. Chunk("IDAT", data[3..]), .. Chunk("IEND", [])];
    }

    private static byte[] Filter(int filter, byte[] row, byte[] above, int pixel) => [.. row.Select((value, i) =>
    {
        int a = i >= pixel ? row[i - pixel] : 0, b = above[i], c = i >= pixel ? above[i - pixel] : 0, p = a + b - c;
        int paeth = new[] { a, b, c }.MinBy(v => Math.Abs(p - v));
        return (byte)(value - filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => paeth });
    })];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        var length = new byte[4];
        var crc = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(crc, PngChunks.CheckSum(body));
        return [.. length, .. body, .. crc];
    }

    [Fact]
    public void EncodeGray_AnyLevels_AreReadBack() => Gen.Int[1, 20].SelectMany(width => Gen.Byte.Array[width, 5 * width]
        .Select(levels => (width, levels: levels[..(levels.Length / width * width)]))).Sample(one =>
        {
            var png = IndexedPng.EncodeGray(one.width, one.levels.Length / one.width, one.levels);

            Assert.Equal(one.levels, IndexedPng.Decode(png).Indices);
        });

    [Fact]
    public void EncodeGray_WrongNumberOfLevels_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => IndexedPng.EncodeGray(2, 2, new byte[3]));
        Assert.Throws<ArgumentException>(() => IndexedPng.EncodeGray(0, 2, []));
    }
}
