using System.Text.Json;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Files that the tools' own code wrote are read to the very label maps that they were made of.</summary>
public sealed class GoldenFormatTests
{
    private const ushort Void = 255;

    [Fact]
    public void Coco_Instances_AreTheLabelMaps() => CheckMasks("coco", Golden.File("coco", "instances.json"));

    [Theory]
    [InlineData("annotations.xml")]
    [InlineData("datumaro_export.xml")]
    public void Cvat_Images_AreTheLabelMaps(string file) => CheckMasks("cvat", Golden.File("cvat", file));

    [Fact]
    public void Labelme_Masks_AreTheLabelMaps()
    {
        foreach (var name in Golden.Masks.Where(name => name != "voc_2007_001763"))
            CheckMasks("labelme", Golden.File("labelme", $"{name}.json"));
    }

    [Theory]
    [InlineData("export.json")]
    [InlineData("import_predictions.json")]
    public void LabelStudio_Brushes_AreTheLabelMaps(string file) => CheckMasks("label-studio", Golden.File("labelstudio", file));

    [Fact]
    public void Voc_Folder_IsReadWithObjectsAndVoid()
    {
        using var reader = AnnotationFormats.Find("voc").Open(Golden.File("voc", "VOC2012"));
        var photos = reader.Read().ToList();

        Assert.NotEmpty(photos);
        foreach (var photo in photos)
        {
            var stem = Path.ChangeExtension(photo.Name, ".png");
            var expected = LabelMask.Load(Path.Combine(Golden.File("voc", "VOC2012"), "SegmentationClass", stem));
            var objects = LabelMask.Load(Path.Combine(Golden.File("voc", "VOC2012"), "SegmentationObject", stem));
            Assert.Equal(expected.ToClassIndices(), photo.ToLabels(unlabeled: 0));
            Assert.Equal(objects.Labels.ToArray().Where(value => value is > 0 and < Void).Distinct().Count(), photo.Regions.Count);
        }
    }

    [Fact]
    public void LabelStudio_EveryBrush_IsDecodedAsByTheTools()
    {
        foreach (var one in Brushes)
        {
            var mask = Golden.Mask(one.Value.GetProperty("mask").GetString()!);
            var expected = Golden.Region(mask, one.Value.GetProperty("value").GetInt32());
            foreach (var by in new[] { "python", "js" })
            {
                var bytes = one.Value.GetProperty(by).EnumerateArray().Select(value => value.GetByte()).ToArray();
                var region = Read(mask.Width, mask.Height, bytes);
                Assert.Equal((one.Name, expected.Area), (one.Name, region.Area));
                Assert.Equal(expected.Runs.ToArray(), region.Runs.ToArray());
            }
        }

        static RegionMask Read(int width, int height, byte[] bytes)
        {
            using var folder = new TemporaryFolder();
            var path = Path.Combine(folder.Path, "tasks.json");
            File.WriteAllText(path, $$$"""
                [{"data":{"image":"a.png"},"annotations":[{"result":[{"original_width":{{{width}}},"original_height":{{{height}}},
                "value":{"format":"rle","rle":[{{{string.Join(',', bytes)}}}],"brushlabels":["x"]}}]}]}]
                """);
            using var reader = AnnotationFormats.Find("label-studio").Open(path);
            return reader.Read().Single().Regions.Single().Mask;
        }
    }

    [Fact]
    public void LabelStudio_BrushOfEveryMask_IsWrittenAsTheEditorWritesIt()
    {
        using var folder = new TemporaryFolder();
        foreach (var one in Brushes)
        {
            var mask = Golden.Mask(one.Value.GetProperty("mask").GetString()!);
            var region = Golden.Region(mask, one.Value.GetProperty("value").GetInt32());
            if (region.Area == 0) continue;
            using (var writer = AnnotationFormats.Find("label-studio").Create(folder.Path, new([new(1, "x")])))
            {
                writer.Add(new AnnotatedPhoto("a.png", mask.Width, mask.Height, [new AnnotatedRegion(0, region)]));
                writer.Complete();
            }

            using var tasks = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "tasks.json")));
            var rle = tasks.RootElement[0].GetProperty("predictions")[0].GetProperty("result")[0].GetProperty("value").GetProperty("rle");
            Assert.Equal(Golden.Ints(one.Value.GetProperty("js")), Golden.Ints(rle));
        }
    }

    [Fact]
    public void Yolo_Labels_AreThoseOfTheOriginal()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in Golden.Masks.Where(name => File.Exists(Golden.File("yolo", "labels", $"{name}.txt"))))
        {
            using var writer = AnnotationFormats.Find("yolo").Create(folder.Path, Classes);
            writer.Add(PhotoOf(name));
            writer.Complete();

            var written = File.ReadAllLines(Path.Combine(folder.Path, "labels", $"{name}.txt"));
            Assert.Equal(File.ReadAllLines(Golden.File("yolo", "labels", $"{name}.txt")).Prepend(name), written.Prepend(name));
        }
    }

    [Fact]
    public void Yolo_Labels_AreFilledAsUltralyticsFillsThem()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Golden.File("yolo", "data.yaml"), Path.Combine(folder.Path, "data.yaml"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "labels"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "images"));
        foreach (var name in Golden.Masks.Where(name => File.Exists(Golden.File("yolo", "labels", $"{name}.txt"))))
        {
            File.Copy(Golden.File("yolo", "labels", $"{name}.txt"), Path.Combine(folder.Path, "labels", $"{name}.txt"));
            File.Copy(Golden.File("masks", $"{name}.png"), Path.Combine(folder.Path, "images", $"{name}.png"));
        }

        using var reader = AnnotationFormats.Find("yolo").Open(folder.Path);
        foreach (var photo in reader.Read())
        {
            var expected = LabelMask.Load(Golden.File("yolo", "labels", Path.ChangeExtension(photo.Name, ".truncated.png")));
            var labels = photo.ToLabels().Select(label => label == Segmentation.Ignore ? 0 : label + 1).ToArray();
            Assert.Equal((photo.Name, 0), (photo.Name, labels.Zip(expected.Labels.ToArray()).Count(pair => pair.First != pair.Second)));
        }
    }

    private static IEnumerable<JsonProperty> Brushes => Golden.Json("labelstudio", "brush_rle.json").EnumerateObject()
        .Where(one => !one.Name.StartsWith("special/", StringComparison.Ordinal));

    private static AnnotationSchema Classes => new(Golden.Json("coco", "instances.json").GetProperty("categories").EnumerateArray()
        .Select(category => new AnnotationCategory(category.GetProperty("id").GetInt32(), category.GetProperty("name").GetString()!))
        .Prepend(new AnnotationCategory(0, "background", IsBackground: true)));

    private static AnnotatedPhoto PhotoOf(string name)
    {
        var mask = Golden.Mask(name);
        return new AnnotatedPhoto(
            $"{name}.png",
            mask.Width,
            mask.Height,
            [.. LabelShapes.Instances(mask.Labels, mask.Width, mask.Height, [0, Void])
                .Select(part => new AnnotatedRegion(part.Label, part.Mask))]);
    }

    private static void CheckMasks(string format, string path)
    {
        using var reader = AnnotationFormats.Find(format).Open(path);
        int found = 0;
        var classes = Classes;
        foreach (var photo in reader.Read(error => Assert.Contains("covers no pixels", error.Message, StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(photo.Name);
            if (!Golden.Masks.Contains(name)) continue;
            found++;
            var expected = Golden.Mask(name).Labels.ToArray().Select(label => label is 0 or Void ? null : classes.Categories[label].Name);

            // Some photos have a drawn shape beside their masks; one has the awkward label where the others say aeroplane.
            var masks = new AnnotatedPhoto(
                photo.Name, photo.Width, photo.Height, [.. photo.Regions.Where(region => !region.HasPolygons || format == "coco")]);
            var labels = masks.ToLabels().Select(label => label == Segmentation.Ignore ? null : reader.Schema.Categories[label].Name)
                .Select(label => label == "Straße & \"grün\" <x>" ? "aeroplane" : label);
            Assert.Equal(expected, labels);
        }

        Assert.True(found > 0);
    }
}
