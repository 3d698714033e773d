using System.Text.Json;
using MaskClip.Evaluation.Datasets;
using MaskClip.Testing;

namespace MaskClip.Evaluation.Tests.Datasets;

/// <summary>Every set of real photographs opens, is recognized, and can be read to its end.</summary>
public sealed class SharedDatasetsTests
{
    [Theory]
    [InlineData("voc2012-val", null, "voc20", 226, 20)]
    [InlineData("voc2012-val", "voc21", "voc21", 226, 21)]
    [InlineData("voc2012-val-lowres", null, "voc20", 440, 20)]
    [InlineData("voc2012-train", null, "voc20", 438, 20)]
    [InlineData("coco-panoptic-val", null, "coco-panoptic", 50, 133)]
    [InlineData("coco-panoptic-val", "coco-scene20", "coco-scene20", 50, 20)]
    [InlineData("coco-panoptic-val", "voc20", "voc20", 50, 20)]
    [InlineData("coco-panoptic-train", null, "coco-panoptic", 100, 133)]
    [InlineData("coco-panoptic-train", "coco-scene20", "coco-scene20", 100, 20)]
    [InlineData("camvid-train", null, "camvid", 367, 11)]
    [InlineData("camvid-val", null, "camvid", 101, 11)]
    [InlineData("ade20k-sample", null, "ade20k", 3, 150)]
    public void Open_RealPhotographs_AreAllReadable(string name, string? layout, string expected, int photos, int classes)
    {
        var dataset = SegmentationDataset.Open(SharedData.Path("data", name), layout);

        Assert.Equal(name, dataset.Name);
        Assert.Equal(expected, dataset.Layout.Name);
        Assert.Equal(photos, dataset.Photos.Count);
        Assert.Equal(classes, dataset.Vocabulary.Classes.Count);
        Parallel.ForEach(dataset.Photos, photo =>
        {
            var truth = dataset.ReadTruth(photo);
            Assert.Equal(truth.Width * truth.Height, truth.Labels.Length);
            Assert.Equal(-1, Array.FindIndex(truth.Labels, label => label >= classes && label != Segmentation.Ignore));
        });
    }

    [Theory]
    [InlineData("voc2012-train")]
    [InlineData("voc2012-val-lowres")]
    public void Check_Voc_CountsWhatComesWithTheSet(string name)
    {
        var folder = SharedData.Path("data", name);

        var check = DatasetCheck.Run(folder, "voc21");

        var rows = File.ReadLines(Path.Combine(folder, "class_stats.tsv")).Skip(1).Select(line => line.Split('\t')).ToArray();
        Assert.Empty(check.Errors);
        Assert.Equal(rows.Take(21).Select(row => new ClassCount(long.Parse(row[3]), int.Parse(row[2]))), check.Classes);
    }

    [Fact]
    public void CocoPanoptic_ClassOrder_IsThatOfTheSet()
    {
        var folder = SharedData.Path("data", "coco-panoptic-val");

        var dataset = SegmentationDataset.Open(folder);

        string[] published = [.. File.ReadLines(Path.Combine(folder, "classes133.tsv")).Skip(1).Select(line => line.Split('\t')[2])];
        Assert.Equal(published.Select(InPlainWords), dataset.Vocabulary.Classes.Select(one => one.Name));
    }

    [Fact]
    public void CocoStuffRaw_Ids_AreThoseOfItsLabelsFile()
    {
        using var facts = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("facts", "vocabularies.json")));
        var classes = Vocabulary.BuiltIn("coco-stuff").Classes;
        int found = 0;
        foreach (var label in facts.RootElement.GetProperty("coco_stuff_labels_txt").EnumerateObject())
        {
            // The masks hold the file's numbers less one; its 0 is "unlabeled".
            if (label.Name == "0" || PublishedLabels.CocoStuffFromRaw[(ushort)(int.Parse(label.Name) - 1)] is not { } index) continue;
            Assert.Equal(InPlainWords(label.Value.GetString()!), classes[index].Name);
            Assert.Equal(found++, index);
        }

        Assert.Equal(171, found);
    }

    /// <summary>"floor-other-merged" became "floor", "wall-brick" "brick wall".</summary>
    private static string InPlainWords(string name) =>
        string.Join(' ', name.Replace("-merged", "").Replace("-stuff", "").Replace("-other", "").Split('-').Reverse());
}
