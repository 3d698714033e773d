namespace MaskClip.Annotations.Formats.Tables;

/// <summary>A table of regions as Apache Parquet.</summary>
internal sealed class ParquetFormat : IAnnotationFormat
{
    public const string FileName = "regions.parquet";

    /// <summary>What the classes are called among the file's own keys: a JSON list, as COCO has its categories.</summary>
    public const string Classes = "maskclip.classes";

    public string Name => "parquet";

    public string Description =>
        $"{FileName} (and more, where they are very many): the rows of csv, typed, with the list of classes. Void is lost.";

    public IAnnotationReader Open(string path) => new ParquetRegionReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new ParquetRegionWriter(folder, schema);

    /// <summary>The name of a file: the first is <see cref="FileName"/>, those after it are numbered.</summary>
    public static string NameOf(int number) =>
        number == 0 ? FileName : FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(FileName)}-{number:D6}.parquet");
}
