namespace MaskClip.Outsider.Tests.Guide;

/// <summary>Classes that are shown, not named.</summary>
public class ExemplarTests
{
    private const string Model = "world-clip";

    [Fact]
    public void PlacesAndPictures_AreClasses_AloneAndBesideNames()
    {
        using var segmenter = Segmenter.Load(Model);
        var photo = RgbImage.Load("photo.jpg");
        using var features = segmenter.Embed(photo);
        Exemplar place = features.Exemplar("blue", new PixelBox(150, 30, 8, 8));
        Exemplar not = features.Exemplar("blue", new PixelBox(20, 200, 1, 1), isNegative: true);
        Exemplar crop = segmenter.EmbedExemplar(photo.Crop(new PixelBox(10, 160, 100, 60)), "meadow");

        Segmentation alone = features.Segment(TextClassifier.From([place, not, crop]));   // the rest is background
        Segmentation beside = features.Segment(segmenter.Embed(Vocabulary.Parse(["sky", "tree"])).With([place, not, crop]));

        Assert.Equal(["background", "blue", "meadow"], alone.Vocabulary.Classes.Select(one => one.Name));
        Assert.Equal(["sky", "tree", "blue", "meadow"], beside.Vocabulary.Classes.Select(one => one.Name));
        var kept = new Exemplar(place.Label, place.Feature, place.MinSimilarity, place.IsNegative);
        Assert.Equal(alone.Labels.ToArray(), features.Segment(TextClassifier.From([kept, not, crop])).Labels.ToArray());
    }
}
