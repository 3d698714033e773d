
using MaskClip.Scores;

namespace MaskClip.Tests.Dense;

public class VocabularyReductionTests
{
    // Cosines with the photo: background 0, a 0.30, b 0.28 by its second synonym, c 0.20.
    private static readonly float[] Photo = [1, 0];
    private static readonly float[] Rows = [0, 1, 0.30f, 0.95f, 0.1f, 0.99f, 0.28f, 0.96f, 0.20f, 0.98f];

    [Theory]
    [InlineData(0, "background a b c")]
    [InlineData(1e-5f, "background a b c")] // ln(1e5) / 100 = 0.115
    [InlineData(0.05f, "background a b")] // 0.030
    [InlineData(0.2f, "background a")] // 0.016
    [InlineData(1, "background a")]
    public void Apply_Share_DropsNamesWhoseProbabilityForThePhotoIsASmallerShareOfTheBests(float share, string left)
    {
        var reduced = VocabularyReduction.Apply(Classifier(background: true), Photo, share, 100);

        Assert.Equal(left.Split(' '), reduced.ClassOfRow.Distinct().Select(c => reduced.Vocabulary.Classes[c].Name));
        Assert.Equal(4, reduced.Vocabulary.Classes.Count);
        Assert.Equal(reduced.ClassOfRow.Length * 2, reduced.Rows.Length);
    }

    [Fact]
    public void Apply_NoBackground_TheFirstNameMayBeDroppedToo() =>
        Assert.Equal([1, 2], VocabularyReduction.Apply(Classifier(background: false), Photo, 0.05f, 100).ClassOfRow.Distinct());

    [Fact]
    public void Apply_ModelOfAnotherScale_MeasuresByIt() =>
        // ln(20) / 20 = 0.15
        Assert.Equal([0, 1, 2, 3], VocabularyReduction.Apply(Classifier(background: true), Photo, 0.05f, 20).ClassOfRow.Distinct());

    [Fact]
    public void Cosines_ClassWithoutRows_IsRemoved()
    {
        var reduced = VocabularyReduction.Apply(Classifier(background: true), Photo, 1, 100);

        var scores = GridScores.Cosines(Photo, reduced.Rows, reduced.ClassOfRow, 4, 2);

        Assert.Equal([0, 0.30f, GridScores.Removed, GridScores.Removed], scores.Values);
    }

    private static TextClassifier Classifier(bool background)
    {
        var vocabulary = new Vocabulary(
            [new("background", ["background"], background), new("a", ["a"]), new("b", ["b", "bee"]), new("c", ["c"])]);
        return new TextClassifier(vocabulary, Rows, [0, 1, 2, 2, 3], 2);
    }
}
