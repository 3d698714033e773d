using System.Buffers.Binary;
using MaskClip.Annotations.Formats;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Parquet files that claim more than they hold: refused by their own words, where the library would read on and on.</summary>
public sealed class ParquetLayoutTests
{
    // Thrift's compact protocol: 0x1N begins the next field with a value of type N, 5 a whole number, 8 a text, 9 a list, 12 a structure.
    [Theory]
    [InlineData("list", "claims 2147483647 values")]
    [InlineData("map", "claims 2147483647 values")]
    [InlineData("text", "claims 2147483647 values")]
    [InlineData("nested", "nested more than")]
    [InlineData("number", "more than 64 bits")]
    [InlineData("type", "value of type 15, which is unknown")]
    [InlineData("cut off", "breaks off")]
    [InlineData("column outside", "is not in the file")]
    [InlineData("page outside", "is not in its column")]
    [InlineData("page of 2 GiB", "claims to hold 2147483647")]
    [InlineData("length", "does not end as a Parquet file does")]
    public void Damage_IsSaid(string kind, string expected)
    {
        byte[] huge = [0xff, 0xff, 0xff, 0xff, 0x07], evenHuge = [0xfe, 0xff, 0xff, 0xff, 0x0f];
        byte[] footer = kind switch
        {
            "list" => [0x19, 0xfc, .. huge],
            "map" => [0x1b, .. huge, 0x55],
            "text" => [0x18, .. huge],
            "nested" => [.. Enumerable.Repeat((byte)0x1c, 99)],
            "number" => [0x15, .. Enumerable.Repeat((byte)0xff, 20)],
            "type" => [0x1f],
            "cut off" => [0x1c, 0x1c],
            "column outside" => Column(offset: 4, size: 1000),
            _ => Column(offset: 4, size: 20),
        };
        byte[] page = kind switch
        {
            "page outside" => [0x15, 0x00, 0x15, 0x10, 0x15, .. evenHuge, 0x00],
            "page of 2 GiB" => [0x15, 0x00, 0x15, .. evenHuge, 0x15, 0x02, 0x00],
            _ => [],
        };
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "regions.parquet");
        var end = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(end, kind == "length" ? int.MaxValue : footer.Length);
        File.WriteAllBytes(path, [.. "PAR1"u8, .. page, .. new byte[20 - page.Length], .. footer, .. end, .. "PAR1"u8]);

        var error = Assert.Throws<AnnotationException>(() => AnnotationFormats.Find("parquet").Open(folder.Path).Dispose());

        Assert.Contains(expected, error.Message);
        Assert.Contains("regions.parquet", error.Message);
    }

    // Field 4, one group of rows; its field 1, one column; its field 3, what is said of it: size (7) and place (9).
    private static byte[] Column(int offset, int size) =>
        [0x49, 0x1c, 0x19, 0x1c, 0x3c, 0x76, .. Number(size), 0x26, .. Number(offset), 0x00, 0x00, 0x00, 0x00];

    private static byte[] Number(int value) => value < 64 ? [(byte)(2 * value)] : [(byte)((2 * value & 127) | 128), (byte)(2 * value >> 7)];
}
