using CsCheck;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Plain label masks, and which format annotations are in.</summary>
public sealed class MasksFormatTests : IDisposable
{
    private static readonly AnnotationSchema Schema = new([new(3, "cat"), new(9, "a=b", Color: (1, 2, 3))]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AnyLabels_AreTheSameAgain() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).SelectMany((width, height) =>
            Gen.UShort[0, 3].Array[width * height].Select(labels => (labels, width, height))).Sample(
            (labels, width, height) =>
            {
                using var place = new TemporaryFolder();
                Write("masks", place.Path, "sub/a.jpg", labels, width, height);

                using var reader = AnnotationFormats.Find("masks").Open(place.Path);
                var photo = Assert.Single(reader.Read());

                Assert.Equal("sub/a.png", photo.Name);
                Assert.Equal(["background", "cat", "a=b"], reader.Schema.Categories.Select(one => one.Name));
                Assert.Equal(0, reader.Schema.Background);
                Assert.Equal(
                    labels.Select(label => label == 3 ? Segmentation.Ignore : label), photo.ToLabels(unlabeled: 0));
            },
            iter: 40);

    [Fact]
    public void Results_OfSegment_AreReadWithoutTheirPictures()
    {
        Mask("one.mask.png", [0, 1, 255, 1]);
        new RgbImage(2, 2, new byte[12]).SavePng(Path.Combine(folder.Path, "one.overlay.png"));

        using var reader = AnnotationFormats.Find("masks").Open(folder.Path);
        var photo = Assert.Single(reader.Read());

        Assert.Equal("one.png", photo.Name);
        Assert.Equal("1", reader.Schema.Categories[photo.Regions[1].Category].Name);
        Assert.Equal([0, 1, Segmentation.Ignore, 1], photo.ToLabels().Select(label => (int)label));
    }

    [Fact]
    public void Value_WithoutAName_IsAnErrorOfItsFileAlone()
    {
        Mask("a.png", [0, 1, 0, 1]);
        Mask("b.png", [0, 7, 0, 1]);
        File.WriteAllText(Path.Combine(folder.Path, "names.txt"), "cat\ndog\n");
        List<AnnotationException> errors = [];

        using var reader = AnnotationFormats.Find("masks").Open(folder.Path);

        Assert.Equal("a.png", Assert.Single(reader.Read(errors.Add)).Name);
        var error = Assert.Single(errors);
        Assert.EndsWith("b.png", error.Path);
        Assert.Contains("The value 7 stands for no class: there are 2 names", error.Message);
    }

    [Fact]
    public void Name_ThatTheListCannotHold_IsRefused()
    {
        var error = Assert.Throws<AnnotationException>(() =>
            AnnotationFormats.Find("masks").Create(folder.Path, new AnnotationSchema([new(1, "#hash")])));
        Assert.Contains("'#hash'", error.Message);
    }

    [Theory]
    [InlineData("coco")]
    [InlineData("voc")]
    [InlineData("yolo")]
    [InlineData("labelme")]
    [InlineData("cvat")]
    [InlineData("label-studio")]
    [InlineData("geojson")]
    [InlineData("masks")]
    [InlineData("coco-panoptic")]
    [InlineData("coco-stuff")]
    [InlineData("supervisely")]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Format_OfWhatWasWritten_IsRecognized(string format)
    {
        Write(format, folder.Path, "a.jpg", [.. Enumerable.Repeat((ushort)1, 30), .. Enumerable.Repeat((ushort)2, 30)], 10, 6);

        Assert.Equal(format, FormatRecognition.Find(folder.Path)?.Name);
        foreach (var file in Directory.GetFiles(folder.Path).Where(file => Path.GetFileName(file) is not
            ("label_config.xml" or "names.txt" or "labels.txt" or "labelmap.txt" or "meta.json" or "train.txt" or "val.txt")
            && !file.EndsWith(".png", StringComparison.Ordinal)))
        {
            Assert.Equal(format, FormatRecognition.Find(file)?.Name);
        }
    }

    [Fact]
    public void Format_OfSomethingElse_IsNone()
    {
        Assert.Null(FormatRecognition.Find(folder.Path));
        var path = Path.Combine(folder.Path, "x.json");
        File.WriteAllText(path, """{"a": {"shapes": []}}""");
        Assert.Null(FormatRecognition.Find(path));
        File.WriteAllText(path, "{ not json");
        Assert.Null(FormatRecognition.Find(path));
        Assert.Throws<FileNotFoundException>(() => FormatRecognition.Find(Path.Combine(folder.Path, "nowhere")));
    }

    // Label 0 is of no region, 3 is void.
    private static void Write(string format, string path, string name, ushort[] labels, int width, int height)
    {
        var parts = LabelShapes.Instances(labels, width, height, [0, 3]);
        var none = LabelShapes.Instances(labels, width, height, [0, 1, 2], new InstanceOptions { Split = false });
        using var writer = AnnotationFormats.Find(format).Create(path, Schema);
        writer.Add(new AnnotatedPhoto(name, width, height, [.. parts.Select(part => new AnnotatedRegion(part.Label - 1, part.Mask))])
        {
            Void = none.Count == 0 ? null : none[0].Mask,
        });
        writer.Complete();
    }

    private void Mask(string name, ushort[] values)
    {
        var vocabulary = new Vocabulary([.. Enumerable.Range(0, 10).Select(i => new VocabularyClass($"{i}", [$"{i}"]))]);
        ushort[] labels = [.. values.Select(value => value == 255 ? Segmentation.Ignore : value)];
        LabelMask.Save(new Segmentation(2, 2, vocabulary, labels), Path.Combine(folder.Path, name));
    }
}
