using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Geo;

/// <summary>
/// Where a photo's pixels lie on the Earth. World x = X0 + XColumn * column + XRow * row, and y alike; whole columns and rows are corners
/// of pixels.
/// </summary>
/// <remarks>OGC GeoTIFF 1.1 (19-008r4): tags 33550, 33922, 34264 and the keys of 34735.</remarks>
/// <param name="Width">The photo's width in pixels.</param>
/// <param name="Height">The photo's height in pixels.</param>
/// <param name="Transform">X0, XColumn, XRow, Y0, YColumn, YRow, in GDAL's order.</param>
/// <param name="Crs">The coordinate system's name as GeoJSON writes it.</param>
internal sealed record GeoReference(int Width, int Height, IReadOnlyList<double> Transform, string Crs)
{
    /// <summary>The coordinate system of GeoJSON that names none: longitude and latitude, WGS 84.</summary>
    public const string LongitudeLatitude = "urn:ogc:def:crs:OGC:1.3:CRS84";

    private const int WidthTag = 256, HeightTag = 257, ScaleTag = 33550, TiePointTag = 33922, TransformTag = 34264, KeyTag = 34735;

    private const int ModelKey = 1024, RasterKey = 1025, GeographicKey = 2048, ProjectedKey = 3072;

    private const int PixelIsPoint = 2, Projected = 1, Geographic = 2, UserDefined = 32767, Wgs84 = 4326;

    /// <summary>Reads it from a file.</summary>
    /// <param name="file">The file; it can be sought.</param>
    /// <returns><see langword="null"/> where the file is not a TIFF, or one that lies nowhere.</returns>
    /// <exception cref="FormatException">It is damaged, or says where it lies in a way that is not supported; the message says
    /// which.</exception>
    public static GeoReference? Read(Stream file)
    {
        if (TiffTags.Read(file) is not { } tags) return null;
        double[] scale = tags.Numbers(ScaleTag), ties = tags.Numbers(TiePointTag), matrix = tags.Numbers(TransformTag);
        if (scale.Length + ties.Length + matrix.Length == 0) return null;
        var keys = Keys(tags.Numbers(KeyTag));

        // Where a pixel is a point, the numbers are of its middle.
        double half = keys.GetValueOrDefault(RasterKey) == PixelIsPoint ? 0.5 : 0;
        double[] transform;
        if (matrix.Length == 16) transform = [matrix[3], matrix[0], matrix[1], matrix[7], matrix[4], matrix[5]];
        else if (scale.Length >= 2 && ties.Length == 6)
        {
            transform =
                [ties[3] - ties[0] * scale[0], scale[0], 0, ties[4] + ties[1] * scale[1], 0, -scale[1]];
        }
        else
        {
            throw new FormatException(
                $"The GeoTIFF lies by {ties.Length / 6} control points; a pixel size with one point, or a transformation, is needed. "
                + "Warp it first, as 'gdalwarp' does.");
        }

        transform[0] -= half * (transform[1] + transform[2]);
        transform[3] -= half * (transform[4] + transform[5]);
        double area = transform[1] * transform[5] - transform[2] * transform[4];
        if (!transform.All(double.IsFinite) || area == 0 || !double.IsFinite(area))
            throw new FormatException("The GeoTIFF's transformation maps all pixels onto a line.");
        return new GeoReference(Size(WidthTag), Size(HeightTag), transform, CrsOf(keys));

        int Size(int tag) => tags.Numbers(tag) is [>= 1 and <= int.MaxValue and var size]
            ? (int)size
            : throw new FormatException("The TIFF does not say how large it is.");
    }

    /// <summary>The world's coordinates of a corner of pixels.</summary>
    public PixelPoint ToWorld(PixelPoint point) => new(
        Transform[0] + Transform[1] * point.X + Transform[2] * point.Y,
        Transform[3] + Transform[4] * point.X + Transform[5] * point.Y);

    /// <summary>The corner of pixels at coordinates of the world, to a millionth of a pixel.</summary>
    public PixelPoint ToPixels(PixelPoint point)
    {
        const int Decimals = 6;
        double x = point.X - Transform[0], y = point.Y - Transform[3];
        double area = Transform[1] * Transform[5] - Transform[2] * Transform[4];
        return new(
            Math.Round((x * Transform[5] - y * Transform[2]) / area, Decimals),
            Math.Round((y * Transform[1] - x * Transform[4]) / area, Decimals));
    }

    private static Dictionary<int, int> Keys(double[] directory)
    {
        var keys = new Dictionary<int, int>();
        for (int i = 4; i + 3 < directory.Length; i += 4)
        {
            // Keys with a value of their own, not in another tag.
            if (directory[i + 1] == 0) keys[(int)directory[i]] = (int)directory[i + 3];
        }

        return keys;
    }

    private static string CrsOf(Dictionary<int, int> keys)
    {
        int? code = keys.GetValueOrDefault(ModelKey) switch
        {
            Projected => keys.GetValueOrDefault(ProjectedKey),
            Geographic => keys.GetValueOrDefault(GeographicKey),
            _ => null,
        };
        if (code is null or 0 or UserDefined)
        {
            throw new FormatException(
                "The GeoTIFF's coordinate system has no EPSG number (it is described in the file, or not at all), so GeoJSON cannot name "
                + "it. Give it one, as 'gdal_translate -a_srs EPSG:...' does.");
        }

        return code == Wgs84 ? LongitudeLatitude : FormattableString.Invariant($"urn:ogc:def:crs:EPSG::{code}");
    }
}
