using System.Globalization;
using System.Text;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats.Tables;

/// <summary>
/// Writes rows as RFC 4180 has them, in UTF-8. A text that a spreadsheet would take for a formula has an apostrophe in front, and so has
/// one that begins with an apostrophe, so that reading takes off what writing put on.
/// </summary>
internal sealed class CsvWriter : IAnnotationWriter
{
    private readonly string folder;
    private readonly AnnotationSchema schema;
    private readonly FileStream rows = SpoolFile.Create();
    private readonly StringBuilder line = new();

    public CsvWriter(string folder, AnnotationSchema schema)
    {
        (this.folder, this.schema) = (folder, schema);
        Write($"{string.Join(',', RegionRow.Columns)}\n");
    }

    public void Add(AnnotatedPhoto photo)
    {
        foreach (var row in RegionRows.Of(photo, schema))
        {
            line.Clear();
            line.Append(Text(row.Photo));
            object?[] fields =
            [
                row.Width, row.Height, row.Region, row.Class, Text(row.Name), row.Score, row.Crowd is { } crowd ? crowd ? 1 : 0 : null,
                row.Area, row.Box?.X, row.Box?.Y, row.Box?.Width, row.Box?.Height, Text(row.Counts),
            ];
            foreach (var field in fields) line.Append(CultureInfo.InvariantCulture, $",{field}");
            Write(line.Append('\n').ToString());
        }
    }

    public IReadOnlyList<string> Complete()
    {
        var path = Path.Combine(folder, CsvFormat.FileName);
        AtomicFile.Write(path, rows.CopyAllTo);
        return [path];
    }

    public void Dispose() => rows.Dispose();

    private void Write(string text) => rows.Write(Encoding.UTF8.GetBytes(text));

    private static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\'') text = $"'{text}";
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
