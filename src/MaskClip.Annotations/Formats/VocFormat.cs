namespace MaskClip.Annotations.Formats;

/// <summary>VOC's folders: indexed PNG masks of classes and of objects, and a list.</summary>
internal sealed class VocFormat : IAnnotationFormat
{
    public const string Classes = "SegmentationClass", Objects = "SegmentationObject", LabelMap = "labelmap.txt";

    /// <summary>The list of all photos.</summary>
    public static string List { get; } = Path.Combine("ImageSets", "Segmentation", "trainval.txt");

    public string Name => "voc";

    public string Description =>
        $"{Classes}/NAME.png and {Objects}/NAME.png (indexed, 255 void), {LabelMap}, ImageSets: masks as in VOC. "
        + "Overlaps and scores are lost.";

    public IAnnotationReader Open(string path) => new VocReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new VocWriter(folder, schema);
}
