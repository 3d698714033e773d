namespace MaskClip.Annotations.Formats.Coco;

/// <summary>COCO panoptic: a PNG of segment ids a photo, and one JSON file that says what they are.</summary>
internal sealed class PanopticFormat : IAnnotationFormat
{
    /// <summary>The file that is written; the PNG files lie in a folder of its name beside it, as COCO publishes them.</summary>
    public const string FileName = "panoptic.json";

    public string Name => "coco-panoptic";

    public string Description =>
        $"{FileName} and panoptic/NAME.png: COCO panoptic, ids in colors. Overlaps, and void beside pixels of no class, are lost.";

    public IAnnotationReader Open(string path) => new PanopticReader(Directory.Exists(path) ? Path.Combine(path, FileName) : path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new PanopticWriter(folder, schema);
}
