namespace MaskClip.Annotations.Formats.Coco;

/// <summary>
/// COCO stuff: one region a class and photo, as run lengths in a JSON file and as a PNG of category ids (COCO's <c>pixelmaps</c>).
/// </summary>
internal sealed class StuffFormat : IAnnotationFormat
{
    public const string FileName = "stuff.json", PixelMaps = "pixelmaps", Names = "labels.txt";

    public string Name => "coco-stuff";

    public string Description =>
        $"{FileName}, {PixelMaps}/NAME.png and {Names}: COCO stuff, category ids a pixel, 0 for none. Objects, overlaps, void and scores "
        + "are lost.";

    public IAnnotationReader Open(string path)
    {
        if (!Directory.Exists(path)) return new CocoReader(path, isStuff: true);
        var json = Path.Combine(path, FileName);
        return File.Exists(json) ? new CocoReader(json, isStuff: true) : new PixelMapReader(path);
    }

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new StuffWriter(folder, schema);
}
