namespace MaskClip.Annotations.Formats;

/// <summary>Labels of ultralytics' segmentation models: a text file a photo, a polygon a line.</summary>
internal sealed class YoloFormat : IAnnotationFormat
{
    public const string Labels = "labels", Images = "images", List = "data.yaml";

    public string Name => "yolo";

    public string Description =>
        $"{Labels}/NAME.txt and {List}: polygons of pixel centers, as ultralytics makes them of masks. Holes, parts thinner than a pixel "
        + "and scores are lost.";

    public IAnnotationReader Open(string path) => new YoloReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new YoloWriter(folder, schema);
}
