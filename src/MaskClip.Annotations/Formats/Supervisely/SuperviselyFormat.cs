namespace MaskClip.Annotations.Formats.Supervisely;

/// <summary>Supervisely's JSON beside each photo, and its list of classes.</summary>
internal sealed class SuperviselyFormat : IAnnotationFormat
{
    public const string FolderName = "dataset", Annotations = "ann", Meta = "meta.json";

    public string Name => "supervisely";

    public string Description =>
        $"{Meta} and {FolderName}/{Annotations}/PHOTO.json: masks as cropped PNG. Polygons are filled, void is lost.";

    public IAnnotationReader Open(string path) => new SuperviselyReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new SuperviselyWriter(folder, schema);
}
