using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Review;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests;

/// <summary>How unsure results are, on scores made by hand.</summary>
public sealed class ReviewTests
{
    private static readonly Vocabulary Names = Vocabulary.Parse(["cat", "dog", "bird"]);

    // Two cells over a photo of 4 x 2 pixels: the left one is sure of a cat, the right one hesitates.
    private static readonly float[] Scores = [0.9f, 0.3f, /* dog */ 0.1f, 0.5f, /* bird */ 0f, 0.2f];

    private static readonly ushort[] Labels = [0, 0, 1, 1, 0, 0, 1, 1];

    [Fact]
    public void Measures_OfScoresByHand_AreTheirFormulas()
    {
        var one = PhotoUncertainty.Of(Result(Labels, Scores));

        Assert.Equal((0.1 + 0.5) / 2, one.Value(UncertaintyMeasure.Confidence), 6);
        Assert.Equal((0.2 + 0.8) / 2, one.Value(UncertaintyMeasure.Margin), 6);
        double left = -(0.9 * Math.Log(0.9) + 0.1 * Math.Log(0.1)) / Math.Log(3);
        double right = -(0.3 * Math.Log(0.3) + 0.5 * Math.Log(0.5) + 0.2 * Math.Log(0.2)) / Math.Log(3);
        Assert.Equal((left + right) / 2, one.Value(UncertaintyMeasure.Entropy), 6);
        // Two pixels of each row are at the border, one in each cell.
        Assert.Equal((0.2 + 0.8) / 2, one.Value(UncertaintyMeasure.Boundary), 6);
        Assert.DoesNotContain(UncertaintyMeasure.Disagreement, one.Measures);
        Assert.Throws<InvalidOperationException>(() => one.Value(UncertaintyMeasure.Disagreement));
    }

    [Fact]
    public void Measures_OfARegion_AreThoseOfItsPixels()
    {
        var one = PhotoUncertainty.Of(Result(Labels, Scores), Result([0, 1, 1, 1, 0, 0, 1, 2], Scores));
        var region = new RegionMask(4, 2, [new PixelRun(0, 1, 3)]); // a pixel of the left cell, two of the right one

        Assert.Equal((0.1 + 0.5 + 0.5) / 3, one.Value(UncertaintyMeasure.Confidence, region), 6);
        Assert.Equal((0.2 + 0.8) / 2, one.Value(UncertaintyMeasure.Boundary, region), 6);
        Assert.Equal(1 / 3.0, one.Value(UncertaintyMeasure.Disagreement, region), 6);
        Assert.Equal(2 / 8.0, one.Value(UncertaintyMeasure.Disagreement), 6);
        Assert.Equal(0, one.Value(UncertaintyMeasure.Margin, new RegionMask(4, 2, [])));
        Assert.Throws<ArgumentException>(() => one.Value(UncertaintyMeasure.Margin, new RegionMask(5, 2, [])));
    }

    [Fact]
    public void Sureness_HasItsExtremes()
    {
        var sure = PhotoUncertainty.Of(Result([0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0]));
        var unsure = PhotoUncertainty.Of(Result(Labels, [1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f]));
        var none = PhotoUncertainty.Of(new Segmentation(4, 2, Names, Labels));
        Assert.All(sure.Measures, measure => Assert.Equal(0, sure.Value(measure)));
        Assert.All(none.Measures, measure => Assert.Equal(0, none.Value(measure)));
        Assert.Equal(2 / 3.0, unsure.Value(UncertaintyMeasure.Confidence), 6);
        Assert.Equal(1, unsure.Value(UncertaintyMeasure.Margin), 6);
        Assert.Equal(1, unsure.Value(UncertaintyMeasure.Entropy), 6);
        Assert.Equal(1, unsure.Value(UncertaintyMeasure.Boundary), 6);

        // What has no confidence in anything is as unsure as can be.
        var empty = PhotoUncertainty.Of(Result(Labels, new float[6]));
        Assert.All(empty.Measures, measure => Assert.Equal(1, empty.Value(measure)));
    }

    [Fact]
    public void Second_OfAnotherPhoto_IsRefused()
    {
        var other = new Segmentation(2, 4, Names, Labels);
        Assert.Contains("4x2", Assert.Throws<ArgumentException>(() => PhotoUncertainty.Of(Result(Labels, Scores), other)).Message);
    }

    [Fact]
    public void Files_CarryIt()
    {
        var result = Result(Labels, Scores);
        var photo = PhotoUncertainty.Of(result).Mark(AnnotatedPhoto.From("a.jpg", result), UncertaintyMeasure.Confidence);
        Assert.Equal([0.1, 0.5], photo.Regions.Select(region => Math.Round(region.Uncertainty!.Value, 6)));
        Assert.Equal(0.3, photo.Uncertainty!.Value, 6);

        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["cvat", "label-studio"])
        {
            using var writer = AnnotationFormats.Find(name).Create(folder.Path, AnnotationSchema.From(Names));
            writer.Add(photo);
            writer.Complete();
            using var reader = AnnotationFormats.Find(name).Open(folder.Path);
            var back = Assert.Single(reader.Read());
            Assert.Equal([0.1, 0.5], back.Regions.Select(region => Math.Round(region.Uncertainty!.Value, 6)));
            if (name == "label-studio") Assert.Equal(0.3, back.Uncertainty!.Value, 6); // CVAT has no attribute of a photo
        }

        var cvat = File.ReadAllText(Path.Combine(folder.Path, "annotations.xml"));
        Assert.Contains("<attribute name=\"uncertainty\">0.5</attribute>", cvat);
        Assert.Equal(3, cvat.Split("<name>uncertainty</name>").Length - 1); // each label declares it
        var tasks = File.ReadAllText(Path.Combine(folder.Path, "tasks.json"));
        Assert.Contains("\"uncertainty\":0.3", tasks);
        Assert.Contains("\"meta\":{\"text\":[\"uncertainty 0.1\"]}", tasks);
    }

    private static Segmentation Result(ushort[] labels, float[] scores) => new(4, 2, Names, labels, scores, 2, 1);
}
