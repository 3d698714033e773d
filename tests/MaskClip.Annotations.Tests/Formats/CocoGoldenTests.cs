using System.Text.Json;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>COCO's other files: panoptic, stuff, results, boxes.</summary>
public sealed class CocoGoldenTests
{
    private static JsonElement Panoptic { get; } = Golden.Json("coco", "panoptic.json");

    [Fact]
    public void Panoptic_Segments_HaveTheAreasBoxesAndClassesOfTheOriginal()
    {
        using var reader = AnnotationFormats.Find("coco-panoptic").Open(Golden.File("coco", "panoptic.json"));
        var photos = reader.Read().ToList();

        Assert.Equal(Golden.Masks, photos.Select(photo => Path.GetFileNameWithoutExtension(photo.Name)));
        Assert.Equal(65, photos.Sum(photo => photo.Regions.Count));
        Assert.All(reader.Schema.Categories, category => Assert.Equal(category.Id % 2 == 0, category.IsStuff));
        foreach (var photo in photos)
        {
            var mask = Golden.Mask(Path.GetFileNameWithoutExtension(photo.Name));
            Assert.Equal(
                mask.Labels.ToArray().Select(label => label is 0 or 255 ? -1 : label),
                photo.ToLabels().Select(label => label == Segmentation.Ignore ? -1 : reader.Schema.Categories[label].Id));
            Assert.Equal(Segments(Panoptic, photo.Name), photo.Regions.Select(region => (
                reader.Schema.Categories[region.Category].Id, region.Mask.Area, Text(region.Mask.Box), region.IsCrowd)));
        }
    }

    [Fact]
    public void Panoptic_WrittenAgain_IsTheSameButForTheIds()
    {
        using var folder = new TemporaryFolder();
        Convert("coco-panoptic", Golden.File("coco", "panoptic.json"), "coco-panoptic", folder.Path);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "panoptic.json")));
        var written = document.RootElement;

        foreach (var image in Panoptic.GetProperty("images").EnumerateArray())
        {
            var name = image.GetProperty("file_name").GetString()!;
            Assert.Equal(Segments(Panoptic, name), Segments(written, name));
            var png = $"{Path.GetFileNameWithoutExtension(name)}.png";
            var one = RgbImage.Load(Golden.File("coco", "panoptic", png)).Pixels.ToArray().Chunk(3);
            var other = RgbImage.Load(Path.Combine(folder.Path, "panoptic", png)).Pixels.ToArray().Chunk(3);
            var pairs = one.Zip(other, (a, b) => (Id(a), Id(b))).Distinct().ToList();
            Assert.Equal(pairs.Count, pairs.Select(pair => pair.Item1).Distinct().Count());
            Assert.Equal(pairs.Count, pairs.Select(pair => pair.Item2).Distinct().Count());
            Assert.DoesNotContain(pairs, pair => pair.Item1 == 0 != (pair.Item2 == 0));
        }

        foreach (var field in (string[])["id", "name", "isthing", "color"])
        {
            Assert.Equal(
                Panoptic.GetProperty("categories").EnumerateArray().Select(one => one.GetProperty(field).GetRawText()),
                written.GetProperty("categories").EnumerateArray().Select(one => one.GetProperty(field).GetRawText()));
        }
    }

    [Fact]
    public void Panoptic_BadSegments_CostOnlyThemselves()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "panoptic"));
        byte[] pixels = [1, 0, 0, 0, 1, 0, 0, 0, 0, 4, 0, 0];
        new RgbImage(4, 1, pixels).SavePng(Path.Combine(folder.Path, "panoptic", "a.png"));
        File.WriteAllText(Path.Combine(folder.Path, "panoptic.json"), """
            {"images":[{"id":1,"file_name":"a.jpg","width":4,"height":1},{"id":2,"file_name":"b.jpg","width":4,"height":1},
              {"id":3,"file_name":"c.jpg","width":4,"height":1},{"id":4,"file_name":"d.jpg","width":4,"height":2}],
             "annotations":[{"image_id":1,"file_name":"a.png","segments_info":[
                {"id":1,"category_id":1},{"id":256,"category_id":9},{"id":1,"category_id":1},{"id":3,"category_id":1}]},
              {"image_id":2,"file_name":"../b.png","segments_info":[]},{"image_id":3,"file_name":"c.png","segments_info":[]},
              {"image_id":4,"file_name":"a.png","segments_info":[]}],
             "categories":[{"id":1,"name":"cat","isthing":1}]}
            """);
        using var reader = AnnotationFormats.Find("coco-panoptic").Open(folder.Path);
        List<AnnotationException> errors = [];
        var photo = Assert.Single(reader.Read(errors.Add));

        Assert.Equal(1, Assert.Single(photo.Regions).Mask.Area);
        Assert.Equal(
            ["image 1, segment 256", "image 1, segment 1", "image 1, segment 3", "image 1, segment 4", "image 2", "image 3", "image 4"],
            errors.Select(error => error.Record));
        string[] reasons = ["no category", "unique", "No pixel", "'segments_info'", "leads out", "There is no file", "4x1"];
        Assert.All(errors.Zip(reasons), pair => Assert.Contains(pair.Second, pair.First.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void Stuff_GoldenMasks_AreThePixelMapsAndAnnotations()
    {
        using var folder = new TemporaryFolder();
        Convert("coco-panoptic", Golden.File("coco", "panoptic.json"), "coco-stuff", folder.Path);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "stuff.json")));
        var components = Golden.Json("coco", "components.json");
        var images = document.RootElement.GetProperty("images").EnumerateArray().ToDictionary(
            image => image.GetProperty("id").GetInt32(),
            image => Path.GetFileNameWithoutExtension(image.GetProperty("file_name").GetString()!));
        int found = 0;
        foreach (var annotation in document.RootElement.GetProperty("annotations").EnumerateArray())
        {
            var whole = components.GetProperty(images[annotation.GetProperty("image_id").GetInt32()]).GetProperty("classes")
                .GetProperty($"{annotation.GetProperty("category_id")}").GetProperty("whole");
            Assert.Equal(whole.GetProperty("counts").GetString(), annotation.GetProperty("segmentation").GetProperty("counts").GetString());
            Assert.Equal(whole.GetProperty("area").GetInt64(), annotation.GetProperty("area").GetInt64());
            Assert.Equal(
                whole.GetProperty("bbox").EnumerateArray().Select(side => side.GetDouble()),
                annotation.GetProperty("bbox").EnumerateArray().Select(side => side.GetDouble()));
            found++;
        }

        Assert.True(found > 20);
        foreach (var name in Golden.Masks)
        {
            var map = LabelMask.Load(Path.Combine(folder.Path, "pixelmaps", $"{name}.png"));
            Assert.Equal(Golden.Mask(name).Labels.ToArray().Select(label => label == 255 ? (ushort)0 : label), map.Labels.ToArray());
        }

        // Without the JSON file the pixel maps and the names say the same.
        using var all = AnnotationFormats.Find("coco-stuff").Open(folder.Path);
        File.Move(Path.Combine(folder.Path, "stuff.json"), Path.Combine(folder.Path, "gone"));
        using var maps = AnnotationFormats.Find("coco-stuff").Open(folder.Path);
        var one = all.Read().ToDictionary(photo => photo.Name, photo => Named(photo, all.Schema));
        var other = maps.Read().ToDictionary(photo => photo.Name, photo => Named(photo, maps.Schema));
        Assert.Equal(one.Keys.Order(), other.Keys.Order());
        Assert.All(one, photo => Assert.Equal(photo.Value, other[photo.Key]));
    }

    [Fact]
    public void Stuff_PixelMapsOfAnotherNumbering_AreNamed()
    {
        using var folder = new TemporaryFolder();
        var classes = new Vocabulary([.. Enumerable.Range(0, 10).Select(i => new VocabularyClass($"{i}", [$"{i}"], i == 0))]);
        LabelMask.Save(new Segmentation(2, 1, classes, [1, Segmentation.Ignore]), Path.Combine(folder.Path, "pixelmaps", "a.png"));
        File.WriteAllText(Path.Combine(folder.Path, "labels.txt"), "0: unlabeled\n1: person\n");
        using var reader = AnnotationFormats.Find("coco-stuff").Open(folder.Path);
        List<AnnotationException> errors = [];

        Assert.Single(Assert.Single(reader.Read(errors.Add)).Regions);
        Assert.Equal("value 255", Assert.Single(errors).Record);
        Assert.Contains("stuffthingmaps", errors[0].Error, StringComparison.Ordinal);
        Assert.Contains(
            "1 to 254", Assert.Throws<AnnotationException>(() =>
                AnnotationFormats.Find("coco-stuff").Create(folder.Path, new([new(0, "cat")]))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_WithTheirInstancesBeside_AreReadWithScores()
    {
        using var reader = AnnotationFormats.Find("coco").Open(Golden.File("coco", "results_segm.json"));
        var expected = Golden.Json("coco", "results_segm.json").EnumerateArray().ToLookup(one => one.GetProperty("image_id").GetInt64());
        var images = Golden.Json("coco", "instances.json").GetProperty("images").EnumerateArray().ToList();

        int found = 0;
        foreach (var (photo, image) in reader.Read().Zip(images))
        {
            Assert.Equal(image.GetProperty("file_name").GetString(), photo.Name);
            var own = expected[image.GetProperty("id").GetInt64()].ToList();
            Assert.Equal(
                own.Select(one => (
                    one.GetProperty("category_id").GetInt32(),
                    one.GetProperty("segmentation").GetProperty("counts").GetString(),
                    one.GetProperty("score").GetDouble())),
                photo.Regions.Select(region => (
                    reader.Schema.Categories[region.Category].Id,
                    (string?)CocoRuns.Encode(CocoRuns.From(region.Mask)),
                    region.Score ?? -1)));
            found += own.Count;
        }

        Assert.Equal(expected.Sum(one => one.Count()), found);
        Assert.True(found > 80);
    }

    [Fact]
    public void Results_Alone_SayWhatBelongsBesideThem()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "results.json");
        File.Copy(Golden.File("coco", "results_segm.json"), path);

        var error = Assert.Throws<AnnotationException>(() => AnnotationFormats.Find("coco").Open(path));

        Assert.Contains("instances.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_AsAListOfFour_CoverTheOriginalsPixels()
    {
        var golden = Golden.Json("coco", "boxes.json");
        int[] size = Golden.Ints(golden.GetProperty("size"));
        using var folder = new TemporaryFolder();
        var records = golden.GetProperty("boxes").EnumerateArray().Select((box, i) =>
            $$"""{"id":{{i + 1}},"image_id":1,"category_id":1,"segmentation":[{{box.GetProperty("box").GetRawText()}}]}""");
        var path = Path.Combine(folder.Path, "instances.json");
        File.WriteAllText(path, $$"""
            {"images":[{"id":1,"file_name":"a.jpg","width":{{size[1]}},"height":{{size[0]}}}],
             "categories":[{"id":1,"name":"box"}],"annotations":[{{string.Join(',', records)}}]}
            """);
        using var reader = AnnotationFormats.Find("coco").Open(path);

        foreach (var (box, region) in golden.GetProperty("boxes").EnumerateArray().Zip(reader.Read().Single().Regions))
        {
            Assert.Equal(box.GetProperty("counts").GetString(), CocoRuns.Encode(CocoRuns.From(region.Mask)));
            Assert.Equal(box.GetProperty("area").GetInt64(), region.Mask.Area);
            Assert.Equal(
                string.Join(',', box.GetProperty("bbox").EnumerateArray().Select(side => (int)side.GetDouble())), Text(region.Mask.Box));
        }
    }

    private static void Convert(string from, string path, string to, string folder)
    {
        using var reader = AnnotationFormats.Find(from).Open(path);
        using var writer = AnnotationFormats.Find(to).Create(folder, reader.Schema);
        foreach (var photo in reader.Read()) writer.Add(photo);
        writer.Complete();
    }

    private static IEnumerable<(int, long, string, bool)> Segments(JsonElement file, string photo)
    {
        var id = file.GetProperty("images").EnumerateArray().Single(image => image.GetProperty("file_name").GetString() == photo)
            .GetProperty("id").GetInt32();
        return file.GetProperty("annotations").EnumerateArray().Single(one => one.GetProperty("image_id").GetInt32() == id)
            .GetProperty("segments_info").EnumerateArray().Select(segment => (
                segment.GetProperty("category_id").GetInt32(),
                segment.GetProperty("area").GetInt64(),
                string.Join(',', Golden.Ints(segment.GetProperty("bbox"))),
                segment.GetProperty("iscrowd").GetInt32() == 1));
    }

    private static string?[] Named(AnnotatedPhoto photo, AnnotationSchema schema) =>
        [.. photo.ToLabels().Select(label => label == Segmentation.Ignore ? null : schema.Categories[label].Name)];

    private static string Text((int X, int Y, int Width, int Height) box) => $"{box.X},{box.Y},{box.Width},{box.Height}";

    private static int Id(byte[] rgb) => rgb[0] | rgb[1] << 8 | rgb[2] << 16;
}
