using System.Globalization;

namespace MaskClip.Annotations.Formats.Tables;

/// <summary>Reads tables of regions. Columns may stand in any order; others are passed over.</summary>
internal sealed class CsvReader : IAnnotationReader
{
    private static readonly string[] Needed = ["photo", "width", "height", "class", "counts"];

    private readonly string path;

    public CsvReader(string path)
    {
        this.path = path;
        var classes = new ClassList();
        foreach (var (_, row) in Rows(static _ => { })) if (row.Class is { } id) classes.Add(id, row.Name ?? $"{id}");
        Schema = classes.ToSchema();
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null) =>
        RegionRows.Photos(path, Rows(onError), Schema, onError);

    public void Dispose()
    {
    }

    private IEnumerable<(string Record, RegionRow Row)> Rows(Action<AnnotationException>? onError)
    {
        using var text = new StreamReader(path);
        var rows = new CsvRows(text);
        var columns = ReadingErrors.Named(path, "", () => Columns(rows.Next()));
        while (true)
        {
            List<string>? fields = [];
            var row = ReadingErrors.Try(path, "", At(onError, rows), () =>
            {
                fields = rows.Next();
                return fields is null or [""] ? null : Row(fields, columns);
            });
            if (fields is null) yield break;
            if (row is not null) yield return ($"line {rows.Line}", row);
        }
    }

    // The line is known only when it was read.
    private static Action<AnnotationException> At(Action<AnnotationException>? onError, CsvRows rows) => error =>
    {
        var named = new AnnotationException(error.Path, $"line {rows.Line}", error.Error, error.InnerException);
        if (onError is null) throw named;
        onError(named);
    };

    private static Dictionary<string, int> Columns(List<string>? header)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < (header?.Count ?? 0); i++) columns.TryAdd(header![i].Trim(), i);
        var missing = Needed.FirstOrDefault(name => !columns.ContainsKey(name));
        return missing is null ? columns : throw new FormatException(
            $"The first line has no column '{missing}'; a table of regions has {string.Join(", ", Needed)} and more.");
    }

    private static RegionRow Row(List<string> fields, Dictionary<string, int> columns)
    {
        return new RegionRow(Text("photo") ?? "", Whole("width") ?? 0, Whole("height") ?? 0)
        {
            Class = Whole("class"),
            Name = Text("name"),
            Score = Number("score"),
            Crowd = Whole("crowd") == 1,
            Counts = Text("counts"),
        };

        string? Field(string name) =>
            columns.TryGetValue(name, out int at) && at < fields.Count && fields[at].Length > 0 ? fields[at] : null;

        string? Text(string name) => Field(name) is { } text ? text[0] == '\'' ? text[1..] : text : null;

        int? Whole(string name) => Field(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
            : throw new FormatException($"The column '{name}' is '{text}'; a whole number is needed.");

        double? Number(string name) => Field(name) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : throw new FormatException($"The column '{name}' is '{text}'; a number is needed.");
    }
}
