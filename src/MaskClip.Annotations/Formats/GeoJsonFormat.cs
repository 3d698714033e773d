namespace MaskClip.Annotations.Formats;

/// <summary>GeoJSON in pixel coordinates: a file of polygons a photo, for geographic tools.</summary>
internal sealed class GeoJsonFormat : IAnnotationFormat
{
    public string Name => "geojson";

    public string Description =>
        "NAME.geojson: polygons with holes on pixel corners (x to the right, y down), with class and score. Void is lost.";

    public IAnnotationReader Open(string path) => new GeoJsonReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new GeoJsonWriter(folder, schema);
}
