using System.Text;
using System.Text.Json;
using MaskClip.Annotations.Formats.Coco;
using MaskClip.Storage;
using Parquet;
using Parquet.Schema;

namespace MaskClip.Annotations.Formats.Tables;

/// <summary>
/// Writes rows in groups of bounded size. The library holds what it writes until a file's end, so very many rows make several files.
/// </summary>
internal sealed class ParquetRegionWriter : IAnnotationWriter
{
    private const int MaxRows = 1 << 13, MaxLetters = 1 << 24, GroupsOfAFile = 8;

    private static readonly DataField[] Fields =
    [
        new DataField<string>("photo", false), new DataField<int>("width"), new DataField<int>("height"), new DataField<int?>("region"),
        new DataField<int?>("class"), new DataField<string>("name", true), new DataField<double?>("score"), new DataField<bool?>("crowd"),
        new DataField<long?>("area"), new DataField<int?>("x"), new DataField<int?>("y"), new DataField<int?>("box_width"),
        new DataField<int?>("box_height"), new DataField<string>("counts", true),
    ];

    private readonly string folder;
    private readonly AnnotationSchema schema;
    private readonly List<string> paths = [];
    private FileStream? file;
    private ParquetWriter? writer;
    private int groups;
    private readonly List<RegionRow> rows = [];
    private int letters;

    public ParquetRegionWriter(string folder, AnnotationSchema schema) => (this.folder, this.schema) = (folder, schema);

    public void Add(AnnotatedPhoto photo)
    {
        // Between photos: the rows of one stand in one file.
        if (rows.Count >= MaxRows || letters >= MaxLetters) Flush();
        if (groups >= GroupsOfAFile) End();
        foreach (var row in RegionRows.Of(photo, schema))
        {
            rows.Add(row);
            letters += (row.Counts?.Length ?? 0) + row.Photo.Length;
        }
    }

    public IReadOnlyList<string> Complete()
    {
        if (rows.Count > 0 || paths.Count == 0) Flush();
        End();
        return [.. paths];
    }

    public void Dispose()
    {
        if (writer is not null) Wait(writer.DisposeAsync().AsTask());
        file?.Dispose();
    }

    private static string ClassesText(AnnotationSchema schema)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, JsonListFile.Settings))
            CocoJson.WriteCategories(json, schema.Categories, areSegments: true);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private void Flush()
    {
        if (writer is null)
        {
            file = SpoolFile.Create();
            writer = Wait(ParquetWriter.CreateAsync(new ParquetSchema(Fields), file));
            writer.CustomMetadata = new Dictionary<string, string> { [ParquetFormat.Classes] = ClassesText(schema) };
        }

        if (rows.Count > 0) WriteGroup(writer);
        rows.Clear();
        (letters, groups) = (0, groups + 1);
    }

    private void End()
    {
        if (writer is null) return;
        Wait(writer.DisposeAsync().AsTask());
        var path = Path.Combine(folder, ParquetFormat.NameOf(paths.Count));
        AtomicFile.Write(path, file!.CopyAllTo);
        file!.Dispose();
        paths.Add(path);
        (writer, file, groups) = (null, null, 0);
    }

    private void WriteGroup(ParquetWriter writer)
    {
        using var group = writer.CreateRowGroup();
        Texts(0, row => row.Photo);
        Whole(1, row => row.Width);
        Whole(2, row => row.Height);
        Optional(3, row => row.Region);
        Optional(4, row => row.Class);
        Texts(5, row => row.Name);
        Optional(6, row => row.Score);
        Optional(7, row => row.Crowd);
        Optional(8, row => row.Area);
        Optional(9, row => row.Box?.X);
        Optional(10, row => row.Box?.Y);
        Optional(11, row => row.Box?.Width);
        Optional(12, row => row.Box?.Height);
        Texts(13, row => row.Counts);

        void Whole(int column, Func<RegionRow, int> of) =>
            Wait(group.WriteAsync<int>(Fields[column], new ReadOnlyMemory<int>([.. rows.Select(of)])));

        void Optional<T>(int column, Func<RegionRow, T?> of)
            where T : struct =>
            Wait(group.WriteAsync(Fields[column], new ReadOnlyMemory<T?>([.. rows.Select(of)])));

        void Texts(int column, Func<RegionRow, string?> of) => Wait(group.WriteAsync(Fields[column], (string[])[.. rows.Select(of)!]));
    }

    // The file is a local one: nothing is waited for.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
