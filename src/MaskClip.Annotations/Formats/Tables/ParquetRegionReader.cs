using System.Text.Json;
using MaskClip.Annotations.Formats.Coco;
using Parquet;
using Parquet.Schema;

namespace MaskClip.Annotations.Formats.Tables;

/// <summary>Reads tables of regions, one group of rows at a time. Whole numbers may have any type that holds them.</summary>
internal sealed class ParquetRegionReader : IAnnotationReader
{
    // What Arrow writes unless told otherwise; more in one piece would have to be held at once.
    private const int MaxGroupRows = 1 << 20;

    private static readonly string[] Needed = ["photo", "width", "height", "class", "counts"];

    private readonly FileList files;

    public ParquetRegionReader(string path)
    {
        files = new FileList(path, ".parquet");
        if (files.IsEmpty) throw new AnnotationException(path, "", "There is no file *.parquet.");
        AnnotationSchema? written = null;
        var occurring = new ClassList();
        foreach (var file in files.Paths())
        {
            var classes = Decoded(file, () =>
            {
                using var stream = File.OpenRead(file);
                var reader = Open(stream);
                Check(reader.Schema);
                return reader.CustomMetadata.GetValueOrDefault(ParquetFormat.Classes) ?? "";
            });
            if (classes.Length > 0) written ??= ReadingErrors.Named(file, "classes", () => Classes(classes));
            if (written is not null) break;
            foreach (var (_, row) in Rows(file, static _ => { })) if (row.Class is { } id) occurring.Add(id, row.Name ?? $"{id}");
        }

        Schema = written ?? occurring.ToSchema();
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null) =>
        files.Paths().SelectMany(file => RegionRows.Photos(file, Rows(file, onError), Schema, onError));

    public void Dispose() => files.Dispose();

    private static AnnotationSchema Classes(string text)
    {
        using var document = JsonDocument.Parse(text);
        if (document.RootElement.ValueKind != JsonValueKind.Array) throw new FormatException("The list of classes is not a JSON list.");
        return new AnnotationSchema([.. document.RootElement.EnumerateArray().Select(CocoJson.ReadCategory)]);
    }

    private static void Check(ParquetSchema schema)
    {
        var names = schema.GetDataFields().Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var missing = Needed.FirstOrDefault(name => !names.Contains(name));
        if (missing is not null)
        {
            throw new FormatException(
                $"There is no column '{missing}'; a table of regions has {string.Join(", ", Needed)} and more.");
        }
    }

    private static IEnumerable<(string Record, RegionRow Row)> Rows(string path, Action<AnnotationException>? onError)
    {
        using var file = File.OpenRead(path);
        var reader = Decoded(path, () => Open(file));
        long number = 0;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            int at = i;
            var group = $"row group {i + 1}";
            var rows = ReadingErrors.Try(path, group, onError, () => Decoded(path, () => Group(reader, at), group));
            foreach (var row in rows ?? []) yield return ($"row {++number}", row);
        }
    }

    private static RegionRow[] Group(ParquetReader reader, int index)
    {
        using var group = reader.OpenRowGroupReader(index);
        if (group.RowCount is < 0 or > MaxGroupRows)
            throw new FormatException($"It has {group.RowCount} rows; up to {MaxGroupRows} in one group are read.");
        var fields = reader.Schema.GetDataFields().ToDictionary(field => field.Name, StringComparer.Ordinal);
        int count = (int)group.RowCount;
        string?[] photos = Texts("photo"), names = Texts("name"), counts = Texts("counts");
        double?[] widths = Numbers("width"), heights = Numbers("height"), classes = Numbers("class");
        double?[] scores = Numbers("score"), crowds = Numbers("crowd");
        return [.. Enumerable.Range(0, count).Select(i => new RegionRow(photos[i] ?? "", Whole(widths[i]) ?? 0, Whole(heights[i]) ?? 0)
        {
            Class = Whole(classes[i]),
            Name = names[i],
            Score = scores[i],
            Crowd = crowds[i] == 1,
            Counts = counts[i],
        })];

        string?[] Texts(string name)
        {
            var values = new string?[count];
            if (!fields.TryGetValue(name, out var field)) return values;
            if (field.ClrType != typeof(string) && field.ClrType != typeof(ReadOnlyMemory<char>))
                throw new FormatException($"The column '{name}' is not text; text is needed.");
            Wait(group.ReadAsync(field, values.AsMemory()!).AsTask());
            return values;
        }

        double?[] Numbers(string name)
        {
            if (!fields.TryGetValue(name, out var field)) return new double?[count];
            return Type.GetTypeCode(field.ClrType) switch
            {
                TypeCode.Int32 => Values<int>(field, value => value),
                TypeCode.Int64 => Values<long>(field, value => value),
                TypeCode.Double => Values<double>(field, value => value),
                TypeCode.Single => Values<float>(field, value => value),
                TypeCode.Boolean => Values<bool>(field, value => value ? 1 : 0),
                _ => throw new FormatException($"The column '{name}' is {field.ClrType.Name}; numbers are needed."),
            };
        }

        double?[] Values<T>(DataField field, Func<T, double> number)
            where T : struct
        {
            if (!field.IsNullable)
            {
                var all = new T[count];
                Wait(group.ReadAsync(field, all.AsMemory()).AsTask());
                return Array.ConvertAll(all, value => (double?)number(value));
            }

            var some = new T?[count];
            Wait(group.ReadAsync(field, some.AsMemory()).AsTask());
            return Array.ConvertAll(some, value => value is { } known ? number(known) : (double?)null);
        }
    }

    private static int? Whole(double? number) => number is not { } value || double.IsNaN(value) ? null
        : value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value
        : throw new FormatException($"{value} stands for a whole number.");

    // Whatever the library throws for bytes that are not Parquet.
    private static T Decoded<T>(string path, Func<T> read, string record = "")
    {
        try
        {
            return read();
        }
        catch (FormatException error) when (error is not AnnotationException)
        {
            throw new AnnotationException(path, record, error.Message, error);
        }
        catch (Exception error) when (error is not (AnnotationException or FileNotFoundException or DirectoryNotFoundException
            or UnauthorizedAccessException or OperationCanceledException))
        {
            throw new AnnotationException(path, record, "This is not a Parquet file that can be read, or it is damaged.", error);
        }
    }

    private static ParquetReader Open(Stream file)
    {
        ParquetLayout.Check(file);
        file.Position = 0;
        return Wait(ParquetReader.CreateAsync(file));
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
