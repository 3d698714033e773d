namespace MaskClip.Annotations.Formats.Tables;

/// <summary>A table of regions as text, for spreadsheets and data frames.</summary>
internal sealed class CsvFormat : IAnnotationFormat
{
    public const string FileName = "regions.csv";

    public string Name => "csv";

    public string Description => $"{FileName}: a row a region with class, score, area, box and COCO run lengths. Void is lost.";

    public IAnnotationReader Open(string path) => new CsvReader(Directory.Exists(path) ? Path.Combine(path, FileName) : path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new CsvWriter(folder, schema);
}
