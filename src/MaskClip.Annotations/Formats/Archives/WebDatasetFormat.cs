namespace MaskClip.Annotations.Formats.Archives;

/// <summary>WebDataset: tars of photo, mask and JSON, for training that reads one file after another.</summary>
internal sealed class WebDatasetFormat : IAnnotationFormat
{
    /// <summary>How the JSON and the mask of a sample end, after its key.</summary>
    public const string Json = "json", Mask = "mask.png";

    public string Name => "webdataset";

    public string Description =>
        "shard-000000.tar, ...: KEY.jpg, KEY.mask.png (indexed, 255 void) and KEY.json with all regions. Needs the photos. Polygons are "
        + "filled.";

    public IAnnotationReader Open(string path) => new WebDatasetReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new WebDatasetWriter(folder, schema);

    /// <summary>The name of a tar.</summary>
    public static string Shard(int number) => FormattableString.Invariant($"shard-{number:D6}.tar");
}
