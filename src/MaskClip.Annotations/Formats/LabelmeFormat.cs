namespace MaskClip.Annotations.Formats;

/// <summary>labelme's files: a JSON file beside each photo.</summary>
internal sealed class LabelmeFormat : IAnnotationFormat
{
    public string Name => "labelme";

    public string Description =>
        "NAME.json beside each photo: masks as cropped PNG, drawn polygons as polygons of pixel centers. Void is lost.";

    public IAnnotationReader Open(string path) => new LabelmeReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new LabelmeWriter(folder, schema);
}
