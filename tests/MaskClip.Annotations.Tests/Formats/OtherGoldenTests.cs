using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>What else the tools' own code wrote.</summary>
public sealed class OtherGoldenTests
{
    [Fact]
    public void Supervisely_Masks_AreTheLabelMaps_AndComeBack()
    {
        using var folder = new TemporaryFolder();
        using var reader = AnnotationFormats.Find("supervisely").Open(Golden.File("supervisely"));
        var photos = reader.Read().ToList();
        Assert.Equal(["blobs.png", "pixel.png", "rings.png", "row.png"], photos.Select(photo => photo.Name));
        Check(photos, reader.Schema);

        using (var writer = AnnotationFormats.Find("supervisely").Create(folder.Path, reader.Schema))
        {
            foreach (var photo in photos) writer.Add(photo);
            writer.Complete();
        }

        using var again = AnnotationFormats.Find("supervisely").Open(folder.Path);
        Check(again.Read().ToList(), again.Schema);
        Assert.Equal(photos.Select(photo => photo.Name), again.Read().Select(photo => photo.Name));

        static void Check(IReadOnlyList<AnnotatedPhoto> photos, AnnotationSchema schema)
        {
            var names = Golden.Json("coco", "instances.json").GetProperty("categories").EnumerateArray()
                .ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("id").GetInt32());
            foreach (var photo in photos)
            {
                Assert.Equal(
                    Golden.Mask(Path.GetFileNameWithoutExtension(photo.Name)).Labels.ToArray().Select(label => label == 255 ? 0 : label),
                    photo.ToLabels().Select(label => label == Segmentation.Ignore ? 0 : names[schema.Categories[label].Name]));
            }
        }
    }

    [Fact]
    public void Supervisely_BadMasks_CostOnlyThemselves()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Golden.File("supervisely", "meta.json"), Path.Combine(folder.Path, "meta.json"));
        var text = File.ReadAllText(Golden.File("supervisely", "rings.png.json"));
        int origin = text.IndexOf("11,", StringComparison.Ordinal);
        text = text[..origin] + "60," + text[(origin + 3)..];
        int data = text.LastIndexOf("\"data\": \"", StringComparison.Ordinal) + 9;
        File.WriteAllText(Path.Combine(folder.Path, "a.png.json"), text[..data] + "AAAA" + text[(data + 4)..]);
        using var reader = AnnotationFormats.Find("supervisely").Open(folder.Path);
        List<AnnotationException> errors = [];

        var photo = Assert.Single(reader.Read(errors.Add));

        Assert.Equal(["object 0", $"object {photo.Regions.Count + 1}"], errors.Select(error => error.Record));
        Assert.Contains("not within", errors[0].Error, StringComparison.Ordinal);
        Assert.Contains("zlib", errors[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Coco_Overlaps_AreTheOriginals()
    {
        var golden = Golden.Json("coco", "iou.json");
        int[] size = Golden.Ints(golden.GetProperty("size")), isCrowd = Golden.Ints(golden.GetProperty("iscrowd"));
        var masks = golden.GetProperty("counts").EnumerateArray()
            .Select(text => CocoRuns.ToMask(size[1], size[0], CocoRuns.Decode(text.GetString()))).ToList();
        var boxes = golden.GetProperty("boxes").EnumerateArray()
            .Select(box => (box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble())).ToList();
        for (int i = 0; i < masks.Count; i++)
        {
            for (int j = 0; j < masks.Count; j++)
            {
                Assert.Equal(Of("mask_iou", j), CocoOverlap.Masks(masks[i], masks[j]));
                Assert.Equal(Of("mask_iou_crowd", j), CocoOverlap.Masks(masks[i], masks[j], isCrowd[j] == 1));
                Assert.Equal(Of("box_iou", j), CocoOverlap.Boxes(boxes[i], boxes[j]));
                Assert.Equal(Of("box_iou_crowd", j), CocoOverlap.Boxes(boxes[i], boxes[j], isCrowd[j] == 1));
            }

            Assert.Equal(boxes[i], (masks[i].Box.X, masks[i].Box.Y, masks[i].Box.Width, masks[i].Box.Height));

            double Of(string kind, int column) => golden.GetProperty(kind)[i][column].GetDouble();
        }
    }

    [Fact]
    public void LabelStudio_SpecialBrushes_AreWhatHasAnyAlpha()
    {
        using var folder = new TemporaryFolder();
        int found = 0;
        foreach (var one in Golden.Json("labelstudio", "brush_rle.json").EnumerateObject()
            .Where(one => one.Name.StartsWith("special/", StringComparison.Ordinal)))
        {
            int width = one.Value.GetProperty("original_width").GetInt32(), height = one.Value.GetProperty("original_height").GetInt32();
            foreach (var by in new[] { "python", "js" })
            {
                var path = Path.Combine(folder.Path, "tasks.json");
                File.WriteAllText(path, $$$"""
                    [{"data":{"image":"a.png"},"predictions":[{"result":[{"original_width":{{{width}}},"original_height":{{{height}}},
                    "value":{"format":"rle","rle":{{{one.Value.GetProperty(by).GetRawText()}}},"brushlabels":["x"]}}]}]}]
                    """);
                using var reader = AnnotationFormats.Find("label-studio").Open(path);
                var mask = reader.Read().Single().Regions.Single().Mask;
                Assert.Equal((one.Name, one.Value.GetProperty("alpha_nonzero").GetInt64()), (one.Name, mask.Area));
                if (!one.Value.TryGetProperty("rgba", out var rgba)) continue;
                byte[] alpha = [.. rgba.GetBytesFromBase64().Chunk(4).Select(pixel => pixel[3])];
                Assert.Equal(RegionMask.From(width, height, alpha).Runs.ToArray(), mask.Runs.ToArray());
            }

            found++;
        }

        Assert.Equal(8, found);
    }

    [Fact]
    public void Labelme_Polygons_CoverWhatOpenCvFills()
    {
        using var reader = AnnotationFormats.Find("labelme").Open(Golden.File("labelme", "polygons.json"));
        var photo = Assert.Single(reader.Read(static _ => { }));
        var shapes = Golden.Json("labelme", "polygons.json").GetProperty("shapes").EnumerateArray()
            .Where(shape => shape.GetProperty("shape_type").GetString() == "polygon").ToList();
        var rasters = Golden.Json("labelme", "polygon_rasters.json").GetProperty("cases").EnumerateObject()
            .SelectMany(one => one.Value.EnumerateArray()).ToList();

        // OpenCV truncates where labelme's users mean the nearest pixel: whole numbers are the same.
        int exact = 0;
        foreach (var region in photo.Regions)
        {
            var ring = region.Polygons[0].Exterior.Select(point => (X: point.X - 0.5, Y: point.Y - 0.5)).ToList();
            if (!ring.All(point => point.X == Math.Floor(point.X) && point.Y == Math.Floor(point.Y))) continue;
            double[] flat = [.. ring.SelectMany(point => new[] { point.X, point.Y })];
            var raster = rasters.FirstOrDefault(one =>
                one.GetProperty("polygon").EnumerateArray().Select(number => number.GetDouble()).SequenceEqual(flat));
            if (raster.ValueKind == JsonValueKind.Undefined) continue;
            Assert.Equal(raster.GetProperty("cv2_fillpoly_int32").GetString(), CocoRuns.Encode(CocoRuns.From(region.Mask)));
            exact++;
        }

        Assert.True(exact >= 5 && shapes.Count > 20, $"{exact} of {shapes.Count}");
    }

    [Fact]
    public void Cvat_Parsed_AreTheShapesThatAreRead()
    {
        using var reader = AnnotationFormats.Find("cvat").Open(Golden.File("cvat", "annotations.xml"));
        var photos = reader.Read(static _ => { }).ToList();
        var parsed = Golden.Json("cvat", "parsed.json").EnumerateArray()
            .Where(one => one.GetProperty("type").GetString() == "mask").ToList();

        // CVAT's own reading: runs, then left, top, right and bottom, inclusive; the box is not always tight.
        var expected = parsed.Select(one => (
            one.GetProperty("frame").GetInt32(), one.GetProperty("label").GetString(),
            Golden.Ints(one.GetProperty("points"))[..^4].Where((_, i) => i % 2 == 1).Sum(run => (long)run))).Order();
        var actual = photos.SelectMany((photo, frame) => photo.Regions.Where(region => !region.HasPolygons).Select(region => (
            frame, (string?)reader.Schema.Categories[region.Category].Name, region.Mask.Area))).Order();

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Yolo_LabelsOfJson2Yolo_CostOnlyTheRowsThatAreNone()
    {
        using var folder = new TemporaryFolder();
        foreach (var kind in (string[])["labels", "images"]) Directory.CreateDirectory(Path.Combine(folder.Path, kind));
        File.Copy(Golden.File("yolo", "labels_from_coco", "instances_golden.yaml"), Path.Combine(folder.Path, "data.yaml"));
        foreach (var name in (string[])["blobs", "rings", "row", "full"])
        {
            File.Copy(Golden.File("yolo", "labels_from_coco", $"{name}.txt"), Path.Combine(folder.Path, "labels", $"{name}.txt"));
            File.Copy(Golden.File("masks", $"{name}.png"), Path.Combine(folder.Path, "images", $"{name}.png"));
        }

        using var reader = AnnotationFormats.Find("yolo").Open(folder.Path);
        List<AnnotationException> errors = [];
        var photos = reader.Read(errors.Add).ToDictionary(photo => Path.GetFileNameWithoutExtension(photo.Name));

        Assert.Equal(20, reader.Schema.Categories.Count);
        Assert.Equal(4, photos.Count);
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Contains("three corners", error.Error, StringComparison.Ordinal));
        Assert.DoesNotContain(errors, error => error.Path.EndsWith("full.txt", StringComparison.Ordinal));

        // The full photo is one class, whose contour is on pixel centers.
        Assert.Single(photos["full"].Regions);

        // Several parts of an object are one polygon, joined by bridges: most of each class's pixels come back.
        var mask = Golden.Mask("blobs");
        var labels = photos["blobs"].ToLabels();
        int same = Enumerable.Range(0, labels.Length).Count(i => (labels[i] == Segmentation.Ignore ? 0 : labels[i] + 1) == mask.Labels[i]);
        Assert.True(same > 0.8 * labels.Length, $"{same} of {labels.Length}");
    }

    [Fact]
    public void Voc_Boxes_AreThoseOfTheObjects()
    {
        using var reader = AnnotationFormats.Find("voc").Open(Golden.File("voc", "VOC2012"));
        foreach (var photo in reader.Read())
        {
            var xml = XElement.Load(Path.Combine(Golden.File("voc", "VOC2012"), "Annotations", Path.ChangeExtension(photo.Name, ".xml")));

            var names = Golden.Json("coco", "instances.json").GetProperty("categories").EnumerateArray()
                .ToDictionary(one => one.GetProperty("id").GetInt32(), one => one.GetProperty("name").GetString()!);

            // Boxes there are counted from 1 on and include their last pixel.
            var expected = xml.Elements("object").Select(one => (
                (string)one.Element("name")!, Side(one, "xmin") - 1, Side(one, "ymin") - 1, Side(one, "xmax"), Side(one, "ymax"))).Order();
            var actual = photo.Regions.Select(region => (
                names[reader.Schema.Categories[region.Category].Id], region.Mask.Box.X, region.Mask.Box.Y,
                region.Mask.Box.X + region.Mask.Box.Width, region.Mask.Box.Y + region.Mask.Box.Height)).Order();
            Assert.Equal(expected, actual);
        }

        static int Side(XElement one, string name) => (int)one.Element("bndbox")!.Element(name)!;
    }

    [Fact]
    public void Masks_AsSafetensorsAndAsPng_AreTheSamePixels()
    {
        foreach (var mask in Golden.Json("masks", "masks.json").GetProperty("masks").EnumerateObject())
        {
            byte[] labels = [.. Golden.Mask(mask.Name).Labels.ToArray().Select(label => (byte)label)];
            Assert.Equal(mask.Value.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(labels)));
            Assert.Equal(mask.Value.GetProperty("pixels").EnumerateObject().Select(one => one.Value.GetInt32()).Sum(), labels.Length);
        }
    }
}
