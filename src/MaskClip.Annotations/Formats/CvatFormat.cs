namespace MaskClip.Annotations.Formats;

/// <summary>"CVAT for images 1.1": one XML file.</summary>
internal sealed class CvatFormat : IAnnotationFormat
{
    public const string FileName = "annotations.xml";

    public string Name => "cvat";

    public string Description =>
        $"{FileName}: CVAT for images 1.1, masks as run lengths, drawn polygons as polygons with two decimals. "
        + "Polygons with holes become masks.";

    public IAnnotationReader Open(string path) => new CvatReader(Directory.Exists(path) ? Path.Combine(path, FileName) : path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new CvatWriter(folder, schema);
}
