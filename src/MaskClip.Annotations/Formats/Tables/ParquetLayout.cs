using System.Buffers.Binary;

namespace MaskClip.Annotations.Formats.Tables;

/// <summary>Checks what a Parquet file says of itself before the library reads it, which believes every length.</summary>
/// <remarks>
/// Field numbers are those of <c>parquet.thrift</c>. What is checked: that the metadata at the end and the header of each page can be read
/// and lie in the file, and that pages claim no more than the file can hold.
/// </remarks>
internal static class ParquetLayout
{
    private const int Magic = 0x31524150; // "PAR1"
    private const int RowGroups = 4, Columns = 1, ColumnData = 3, Compressed = 7, DataPages = 9, DictionaryPage = 11;
    private const int PageBytes = 2, PageCompressed = 3;

    // No page's header is longer, statistics included.
    private const int MaxHeader = 1 << 16;

    // What compresses well: a column of one value. More than that is made to exhaust the machine.
    private const long FreePage = 64 << 20, MaxRatio = 64;

    /// <summary>Checks a file.</summary>
    /// <param name="file">The file; its position is changed.</param>
    /// <exception cref="FormatException">Something does not fit.</exception>
    public static void Check(Stream file)
    {
        var end = new byte[8];
        long behind = file.Length - end.Length;
        if (behind < 4) throw new FormatException("The file is too short for a Parquet file.");
        Read(file, behind, end);
        int length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (BinaryPrimitives.ReadInt32LittleEndian(end.AsSpan(4)) != Magic || length < 0 || length > behind - 4)
            throw new FormatException("The file does not end as a Parquet file does.");
        var footer = new byte[length];
        Read(file, behind - length, footer);
        foreach (var group in Structs(new ThriftReader(footer).ReadStruct(), RowGroups))
        {
            foreach (var column in Structs(group, Columns))
            {
                if (column.GetValueOrDefault(ColumnData) is Dictionary<int, object> data) CheckPages(file, data, behind - length);
            }
        }
    }

    private static void CheckPages(Stream file, Dictionary<int, object> column, long end)
    {
        long start = Number(column, DataPages), size = Number(column, Compressed);
        if (Number(column, DictionaryPage) is > 0 and var dictionary && dictionary < start) start = dictionary;
        if (start < 4 || size < 0 || size > end - start)
            throw new FormatException($"A column of {size} bytes at {start} is not in the file.");
        var header = new byte[MaxHeader];
        for (long at = start, last = start + size; at < last;)
        {
            var bytes = header.AsSpan(0, (int)Math.Min(MaxHeader, last - at));
            Read(file, at, bytes);
            var reader = new ThriftReader(bytes);
            var page = reader.ReadStruct();
            long whole = Number(page, PageBytes), compressed = Number(page, PageCompressed);
            at += reader.Position;
            if (compressed < 0 || compressed > last - at)
                throw new FormatException($"A page of {compressed} bytes at {at} is not in its column.");
            if (whole < 0 || whole > Math.Max(FreePage, MaxRatio * compressed))
                throw new FormatException($"A page of {compressed} bytes claims to hold {whole}.");
            at += compressed;
        }
    }

    private static IEnumerable<Dictionary<int, object>> Structs(Dictionary<int, object> fields, int id) =>
        fields.GetValueOrDefault(id) is object[] list ? list.OfType<Dictionary<int, object>>() : [];

    private static long Number(Dictionary<int, object> fields, int id) => fields.GetValueOrDefault(id) is long number ? number : 0;

    private static void Read(Stream file, long position, Span<byte> bytes)
    {
        file.Position = position;
        file.ReadExactly(bytes);
    }
}
