using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Polygons of GeoTIFF photos, against those of GDAL.</summary>
public sealed class GeoJsonTests
{
    [Theory]
    [InlineData("blobs_utm33", "blobs", "urn:ogc:def:crs:EPSG::32633")]
    [InlineData("rings_wgs84", "rings", "urn:ogc:def:crs:OGC:1.3:CRS84")]
    [InlineData("rings_plain", "rings", null)]
    public void Written_ForAPhotoWithItsTiff_HasGdalsPolygonsAndCoordinateSystem(string raster, string mask, string? crs)
    {
        using var folder = new TemporaryFolder();
        var written = Write(folder.Path, raster, mask);
        var golden = Golden.Json("geojson", $"{raster}_c4.geojson");

        Assert.Equal(
            crs, written.TryGetProperty("crs", out var own) ? own.GetProperty("properties").GetProperty("name").GetString() : null);
        if (crs is not null) Assert.Equal(golden.GetProperty("crs").GetRawText().Replace(" ", ""), own.GetRawText());
        var skipped = raster == "blobs_utm33" ? -1 : 0; // GDAL has the background there too
        Assert.Equal(Features(golden, skipped), Features(written, -1));
    }

    [Theory]
    [InlineData("blobs_utm33", "blobs", "c4")]
    [InlineData("blobs_utm33", "blobs", "c8")]
    [InlineData("rings_wgs84", "rings", "c4")]
    [InlineData("rings_wgs84", "rings", "c8")]
    [InlineData("rings_wgs84", "rings", "c4_rfc7946")]
    [InlineData("rings_plain", "rings", "c4")]
    [InlineData("rings_plain", "rings", "c8")]
    public void GdalsOwnFiles_WithTheTiffBeside_AreTheLabelMaps(string raster, string mask, string kind)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Golden.File("geojson", $"{raster}.tif"), Path.Combine(folder.Path, $"{raster}.tif"));
        File.Copy(Golden.File("geojson", $"{raster}_{kind}.geojson"), Path.Combine(folder.Path, $"{raster}.geojson"));
        using var reader = AnnotationFormats.Find("geojson").Open(folder.Path);
        var photo = Assert.Single(reader.Read());

        Assert.Equal($"{raster}.tif", photo.Name);
        Assert.Equal(
            Golden.Mask(mask).Labels.ToArray(),
            photo.ToLabels().Select(label => label == Segmentation.Ignore ? (ushort)0 : (ushort)reader.Schema.Categories[label].Id));
    }

    [Fact]
    public void WrittenInTheWorld_IsReadBackWithoutTheTiff()
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path, "blobs_utm33", "blobs");
        File.Delete(Path.Combine(folder.Path, "photo.tif"));
        using var reader = AnnotationFormats.Find("geojson").Open(folder.Path);

        Assert.Equal(
            Golden.Mask("blobs").Labels.ToArray(),
            Assert.Single(reader.Read()).ToLabels().Select(label =>
                label == Segmentation.Ignore ? (ushort)0 : (ushort)reader.Schema.Categories[label].Id));
    }

    [Fact]
    public void PhotoThatIsATiffItself_LiesWhereItSays()
    {
        using var folder = new TemporaryFolder();
        var photo = Photo("rings", "a.tif").WithPhoto(Golden.File("geojson", "rings_wgs84.tif"));

        var written = Write(folder.Path, photo);

        Assert.Equal(Features(Golden.Json("geojson", "rings_wgs84_c4.geojson"), 0), Features(written, -1));
    }

    [Fact]
    public void FilesOfAnotherCoordinateSystem_AreRefusedByName()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Golden.File("geojson", "blobs_utm33.tif"), Path.Combine(folder.Path, "a.tif"));
        File.Copy(Golden.File("geojson", "blobs_utm33_c4_rfc7946.geojson"), Path.Combine(folder.Path, "a.geojson"));
        using var reader = AnnotationFormats.Find("geojson").Open(folder.Path);

        var error = Assert.Throws<AnnotationException>(() => reader.Read().ToList());

        Assert.Contains("CRS84", error.Error, StringComparison.Ordinal);
        Assert.Contains("EPSG::32633", error.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TiffThatDoesNotFit_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Golden.File("geojson", "blobs_utm33.tif"));
        var size = Assert.Throws<AnnotationException>(() =>
            Write(folder.Path, Photo("rings", "a.jpg").WithPhoto(Golden.File("geojson", "blobs_utm33.tif"))));
        Assert.Contains("131x97", size.Error, StringComparison.Ordinal);

        // The projected system's number, 32633, is the key 3072's value: 32767 says that it is defined in the file.
        int key = LastIndexOf(bytes, [0x00, 0x0C, 0x00, 0x00, 0x01, 0x00, 0x79, 0x7F]);
        (bytes[key + 6], bytes[key + 7]) = (0xFF, 0x7F);
        Assert.Contains("EPSG", Refusal(bytes), StringComparison.Ordinal);
        Assert.Contains("cut off", Refusal(bytes[..0x80]), StringComparison.Ordinal);

        static int LastIndexOf(byte[] bytes, byte[] part) =>
            bytes.AsSpan().LastIndexOf(part) is >= 0 and var at ? at : throw new KeyNotFoundException();

        string Refusal(byte[] tiff)
        {
            var photo = Photo("blobs", "b.tif");
            return Assert.Throws<AnnotationException>(() => Write(folder.Path, new AnnotatedPhoto(
                photo.Name, photo.Width, photo.Height, photo.Regions)
            { OpenPhoto = () => new MemoryStream(tiff) })).Error;
        }
    }

    [Fact]
    public void Gdal_BurnsTheWrittenPolygonsToTheSamePixels()
    {
        Assert.SkipUnless(Has("gdal_rasterize"), "gdal_rasterize (gdal-bin) is not installed");
        using var folder = new TemporaryFolder();
        Write(folder.Path, "blobs_utm33", "blobs");
        var raw = Path.Combine(folder.Path, "burnt.raw");
        Run("gdal_rasterize", "-q", "-a", "class", "-of", "ENVI", "-ot", "Byte", "-te", "500000", "5199030", "501310", "5200000", "-ts",
            "131", "97", Path.Combine(folder.Path, "photo.geojson"), raw);

        Assert.Equal(Golden.Mask("blobs").Labels.ToArray().Select(label => (byte)label), File.ReadAllBytes(raw));
    }

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }

    private static AnnotatedPhoto Photo(string mask, string name)
    {
        var map = Golden.Mask(mask);
        var parts = LabelShapes.Instances(
            map.Labels, map.Width, map.Height, [0], new InstanceOptions { Connectivity = Connectivity.Four });
        return new AnnotatedPhoto(name, map.Width, map.Height, [.. parts.Select(part => new AnnotatedRegion(part.Label, part.Mask))]);
    }

    // As segmenting a photo that was made of a GeoTIFF of its name does.
    private static JsonElement Write(string folder, string raster, string mask)
    {
        File.Copy(Golden.File("geojson", $"{raster}.tif"), Path.Combine(folder, "photo.tif"));
        File.WriteAllText(Path.Combine(folder, "photo.jpg"), "not looked into");
        return Write(folder, Photo(mask, "photo.jpg").WithPhoto(Path.Combine(folder, "photo.jpg")));
    }

    private static JsonElement Write(string folder, AnnotatedPhoto photo)
    {
        AnnotationSchema classes = new(Enumerable.Range(0, 9).Select(i => new AnnotationCategory(i, $"c{i}")));
        using var writer = AnnotationFormats.Find("geojson").Create(folder, classes);
        writer.Add(photo);
        writer.Complete();
        using var document = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(folder, Path.ChangeExtension(photo.Name, ".geojson"))));
        return document.RootElement.Clone();
    }

    // Features in one order, rings from their smallest corner on, one way round.
    private static string[] Features(JsonElement file, int skipped) =>
    [
        .. file.GetProperty("features").EnumerateArray()
            .Select(one => (Class: one.GetProperty("properties").GetProperty("class"), One: one))
            .Where(one => one.Class.GetInt32() != skipped)
            .Select(one => $"{one.Class}: " + string.Join(" / ", Rings(one.One.GetProperty("geometry")))).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Rings(JsonElement geometry)
    {
        Assert.Equal("Polygon", geometry.GetProperty("type").GetString());
        var rings = geometry.GetProperty("coordinates").EnumerateArray().Select(Ring).ToList();
        return rings.Take(1).Concat(rings.Skip(1).Order(StringComparer.Ordinal));
    }

    private static string Ring(JsonElement ring)
    {
        var points = ring.EnumerateArray().Select(point => (X: Math.Round(point[0].GetDouble(), 9), Y: Math.Round(point[1].GetDouble(), 9)))
            .SkipLast(1).ToList();
        int first = Enumerable.Range(0, points.Count).MinBy(i => points[i]);
        points = [.. points.Skip(first), .. points.Take(first)];
        if (points[1].CompareTo(points[^1]) > 0) points.Reverse(1, points.Count - 1);
        return string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X},{point.Y}")));
    }
}
