
using MaskClip.Scores;

namespace MaskClip.Tests.Dense;

/// <summary>Background names that stand for themselves in the softmax (<see cref="SynonymMode.BestName"/>).</summary>
public sealed class BackgroundApartTests
{
    // Two background names, a class with two synonyms, and one with one.
    private static readonly float[] Rows = [1, 0, 0, 1, 0.8f, 0.6f, 0.6f, 0.8f, -1, 0];

    private static readonly Vocabulary Names = Vocabulary.Parse(["sofa|couch", "cat"], ["wall, floor"]);

    private static readonly TextClassifier Apart = new(Names, Rows, [0, 0, 1, 1, 2], 2, backgroundApart: true);

    [Fact]
    public void Scores_HaveARowForEachBackgroundNameAndForEachClass()
    {
        var scores = GridScores.Cosines([1, 0, 0, 1], Apart);

        Assert.Equal([0, 0, 1, 2], scores.ClassOfRow.ToArray());
        Assert.Equal([1f, 0, 0, 1, 0.8f, 0.8f, -1, 0], scores.Values);
    }

    [Fact]
    public void Confidences_AreThoseOfTheBestRowOfEachClass()
    {
        var scores = GridScores.Cosines([1, 0], Apart);
        double[] powers = [Math.E, 1, Math.Exp(0.8), Math.Exp(-1)];

        float[] confidences = scores.Confidences(1);

        Assert.Equal(powers[0] / powers.Sum(), confidences[0], 1e-5);
        Assert.Equal(powers[2] / powers.Sum(), confidences[1], 1e-5);
    }

    [Fact]
    public void Without_AClass_LeavesItNoRow()
    {
        var few = Apart.Without([false, true, false]);

        Assert.Equal([0, 0, 2], few.ClassOfScore);
        Assert.Equal([0, 1, 2], few.ScoreOfRow);
        Assert.Equal(0, GridScores.Cosines([0.8f, 0.6f], few).Confidences(1)[1]);
    }

    [Fact]
    public void Presence_ChangesNamesAndNotTheBackground()
    {
        var presence = new PresencePrior(Apart);
        presence.Add([1, 0, 0.6f, 0.8f, 0, -1]);

        float[] changes = presence.Changes(2);

        Assert.Equal(0, changes[0]);
        Assert.Equal(0, changes[1]);
        // sofa: cosines 0.8, 1 (the better synonym's: 0.96 and 1), -0.6; cat: -1, -0.6, 0. Their 0.9 quantiles, between the second and the
        // third of three.
        Assert.Equal(2 * ((-0.6 + 0.8 * 0.6) - (0.8 + 0.8 * 0.2)), changes[2], 1e-5);
    }

    [Fact]
    public void Prototypes_DrawPositionsThatLookAlike()
    {
        var scores = GridScores.Cosines([1, 0, 0.9f, 0.1f, -1, 0.1f], Apart);
        float before = scores.Row(3)[2];
        float[] key = [1, 0, 1, 0, 0, 1];

        Prototypes.Apply(scores, key, 0.5f, 10);

        Assert.True(scores.Row(3)[2] > before + 0.4f, "the position that is alone in its looks draws only itself");
        Assert.Equal(GridScores.Cosines([1, 0], Apart).Row(0)[0] + 0.5f, scores.Row(0)[0], 0.02f);
    }
}
