namespace MaskClip.Annotations.Formats.Coco;

/// <summary>COCO instances: one JSON file with polygons or run lengths.</summary>
internal sealed class CocoFormat : IAnnotationFormat
{
    /// <summary>The file that is written.</summary>
    public const string FileName = "instances.json";

    public string Name => "coco";

    public string Description =>
        $"{FileName}: COCO instances, masks as compressed run lengths, drawn polygons as polygons. Nothing is lost but void.";

    public IAnnotationReader Open(string path) => new CocoReader(Directory.Exists(path) ? Path.Combine(path, FileName) : path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new CocoWriter(folder, schema);
}
