namespace MaskClip.Annotations.Formats.Geo;

/// <summary>GeoJSON: a file of polygons a photo, in the world's coordinates where the photo is a GeoTIFF, else in pixels.</summary>
internal sealed class GeoJsonFormat : IAnnotationFormat
{
    public string Name => "geojson";

    public string Description =>
        "NAME.geojson: polygons with holes on pixel corners, with class and score; in the coordinates of a GeoTIFF of the photo's name, "
        + "else in pixels (x to the right, y down). Void is lost.";

    public IAnnotationReader Open(string path) => new GeoJsonReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new GeoJsonWriter(folder, schema);
}
