using CsCheck;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>What was written is read again: bit for bit where masks or exact polygons are written.</summary>
public sealed class RoundTripTests
{
    private static readonly AnnotationSchema Schema = new(
    [
        new(0, "background", IsBackground: true),
        new(1, "Straße & \"grün\" <x>", Color: (1, 2, 3)),
        new(7, "a: b"),
    ]);

    public static TheoryData<string> Exact =>

    [
        "coco", "coco-panoptic", "coco-stuff", "voc", "labelme", "cvat", "label-studio", "supervisely", "geojson", "csv", "parquet",
        "webdataset",
    ];

    [Theory]
    [MemberData(nameof(Exact))]
    public void AnyLabels_AreTheSameAgain(string format) =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).SelectMany((width, height) =>
            Gen.UShort[0, 2].Array[width * height].Select(labels => (labels, width, height))).Sample(
            (labels, width, height) =>
            {
                if (labels.All(label => label == 0)) labels[0] = 1;
                using var folder = new TemporaryFolder();
                var parts = LabelShapes.Instances(labels, width, height, [0]);
                Write(format, folder.Path, new AnnotatedPhoto(
                    "a.jpg", width, height, [.. parts.Select(part => new AnnotatedRegion(part.Label, part.Mask) { Score = 0.5 })])
                {
                    OpenPhoto = () => new MemoryStream([1, 2, 3]),
                });

                using var reader = AnnotationFormats.Find(format).Open(folder.Path);
                var photo = Assert.Single(reader.Read());

                Assert.Equal("a.jpg", photo.Name);
                var names = photo.ToLabels()
                    .Select(label => label == Segmentation.Ignore ? null : Same(reader.Schema.Categories[label].Name));
                Assert.Equal(labels.Select(label => label == 0 ? null : Same(Schema.Categories[label].Name)), names);
                if (format is "voc" or "coco-stuff" or "labelme") return;
                Assert.All(photo.Regions, region => Assert.Equal(0.5, region.Score));
            },
            iter: 40);

    [Theory]
    [InlineData("coco")]
    [InlineData("cvat")]
    [InlineData("label-studio")]
    [InlineData("geojson")]
    public void DrawnPolygons_StayPolygons(string format)
    {
        using var folder = new TemporaryFolder();
        PixelPolygon polygon = new([new(1.25, 2), new(9.5, 2), new(9.5, 7.75)], []);
        Write(format, folder.Path, new AnnotatedPhoto("a.jpg", 20, 10, [new AnnotatedRegion(1, 20, 10, [polygon])]));

        using var reader = AnnotationFormats.Find(format).Open(folder.Path);
        var read = Assert.Single(Assert.Single(reader.Read()).Regions).Polygons;

        Assert.Equal(
            polygon.Exterior.Select(point => (Math.Round(point.X, 9), Math.Round(point.Y, 9))).Order(),
            Assert.Single(read).Exterior.Select(point => (Math.Round(point.X, 9), Math.Round(point.Y, 9))).Order());
    }

    [Theory]
    [InlineData("coco", """{"images":[],"categories":[]}""", "annotations")]
    [InlineData("coco", """[]""", "object")]
    [InlineData("cvat", "<x/>", "annotations")]
    [InlineData("label-studio", "{}", "list")]
    [InlineData("coco", "\u00ff", "instances.json")]
    public void File_OfAnotherKind_IsNamedWithWhatIsExpected(string format, string content, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, format switch { "coco" => "instances.json", "cvat" => "annotations.xml", _ => "tasks.json" });
        File.WriteAllText(path, content, System.Text.Encoding.Latin1);

        var error = Assert.Throws<AnnotationException>(() => AnnotationFormats.Find(format).Open(folder.Path));

        Assert.Equal(path, error.Path);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Coco_BadRecords_CostOnlyThemselves()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "instances.json");
        File.WriteAllText(path, """
            {"images":[{"id":1,"file_name":"a.jpg","width":4,"height":2},{"id":2,"file_name":"b.jpg","width":0,"height":2}],
             "categories":[{"id":1,"name":"cat"}],
             "annotations":[
              {"id":1,"image_id":1,"category_id":1,"segmentation":{"size":[2,4],"counts":[0,8]}},
              {"id":2,"image_id":1,"category_id":9,"segmentation":{"size":[2,4],"counts":[0,8]}},
              {"id":3,"image_id":1,"category_id":1,"segmentation":{"size":[4,4],"counts":[0,16]}},
              {"id":4,"image_id":1,"category_id":1,"segmentation":{"size":[2,4],"counts":"0"}},
              {"id":5,"image_id":1,"category_id":1,"segmentation":[[0,0,1e300,0,1,1]]},
              {"id":6,"image_id":7,"category_id":1,"segmentation":[[0,0,4,0,4,2]]},
              {"id":7,"image_id":1,"category_id":1,"segmentation":[[0,0,1,0,"x",1]]}]}
            """);

        using var reader = AnnotationFormats.Find("coco").Open(path);
        List<string> errors = [];
        var photo = Assert.Single(reader.Read(error => errors.Add($"{error.Record}: {error.Error}")));

        Assert.Equal(8, Assert.Single(photo.Regions).Mask.Area);
        Assert.Equal(["annotation 6", "annotation 2", "annotation 3", "annotation 4", "annotation 5", "annotation 7", "image 2"],
            errors.Select(error => error.Split(':')[0]));
        Assert.Throws<AnnotationException>(() => reader.Read().ToList());
    }

    [Fact]
    public void Voc_PhotoOutsideTheFolder_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var writer = AnnotationFormats.Find("voc").Create(folder.Path, Schema);

        Assert.Throws<AnnotationException>(() => writer.Add(new AnnotatedPhoto("../a.jpg", 2, 2, [])));
    }

    private static void Write(string format, string folder, AnnotatedPhoto photo)
    {
        using var writer = AnnotationFormats.Find(format).Create(folder, Schema);
        writer.Add(photo);
        writer.Complete();
    }

    // VOC's list separates names and colors with colons.
    private static string Same(string name) => name.Replace(':', ' ');
}
