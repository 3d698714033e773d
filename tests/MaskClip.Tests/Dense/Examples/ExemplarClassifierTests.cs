using MaskClip.Scores;

namespace MaskClip.Tests.Dense.Examples;

/// <summary>What becomes of examples in a classifier, and what is refused.</summary>
public class ExemplarClassifierTests
{
    private static readonly float[] Up = [1, 0], Right = [0, 1];

    [Fact]
    public void From_SeveralLabels_AreClassesBehindABackground()
    {
        var classifier = TextClassifier.From([new("a", Up, 0.5f), new("b", Right, 0.5f), new("A", Right, 0.3f)]);

        Assert.Equal(["background", "a", "b"], classifier.Vocabulary.Classes.Select(one => one.Name));
        Assert.True(classifier.Vocabulary.Classes[0].IsBackground);
        Assert.Equal([0, 1, 2], classifier.ScoreClasses.ToArray());
        Assert.Equal(0, classifier.Embeddings.Length);
    }

    [Fact]
    public void Likeness_SeveralExamples_IsTheCosineWithTheirMeanAboveTheirMeanThreshold()
    {
        var classifier = TextClassifier.From([new("a", Up, 1), new("a", Right, 0.98f)]);
        var scores = new ExemplarScores(classifier, new());
        float[] features = [1, 0, 0.6f, 0.8f, 0, -1];
        scores.Add(features);
        scores.Decide();

        // Cosines 0.7071, 0.9899 and -0.7071; Otsu's threshold is below the examples' own.
        Assert.Equal([-0.28289f, -0.00005f, -1.69711f], scores.Likeness(features), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Likeness_PositionMoreLikeANegativeExample_IsBelowZero()
    {
        var classifier = TextClassifier.From([new("a", Up, -1), new("a", Right, 0, isNegative: true)]);
        var scores = new ExemplarScores(classifier, new());
        float[] features = [1, 0, 0.8f, 0.6f, 0.6f, 0.8f, -1, 0];
        scores.Add(features);
        scores.Decide();

        Assert.Equal([true, true, false, false], scores.Likeness(features).Select(value => value > 0));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(-12f, 0.12f)]
    public void Apply_ExamplesAlone_StandBesideARestThatIsHalfSure(float? sigmoidBias, float rest)
    {
        var classifier = TextClassifier.From([new("a", Up, -1)]);
        var options = new SegmentationOptions { SigmoidBias = sigmoidBias };
        var exemplars = new ExemplarScores(classifier, options);
        float[] features = [1, 0, 0, 1];
        exemplars.Add(features);
        exemplars.Decide();
        var scores = GridScores.Cosines(features, classifier, sigmoidBias: sigmoidBias);
        scores.Likeness = exemplars.Likeness(features);

        exemplars.Apply(scores);

        float likeness = scores.Likeness[0];
        Assert.Equal([rest, rest], scores.Row(0).ToArray());
        Assert.Equal(rest + likeness / 5, scores.Row(1)[0], 1e-5f);
        Assert.True(scores.Row(1)[1] < rest);
        // 20 times the likeness is its lead in the exponent, with a sigmoid all that there is.
        Assert.Equal(1 / (1 + Math.Exp(-20 * likeness)), scores.Confidences(100)[2], 1e-4);
    }

    [Theory]
    [InlineData(new float[] { 0, 0, 0, 1, 1 }, 0, 1)]
    [InlineData(new float[] { 0.1f, 0.2f, 0.15f, 0.9f, 0.8f, 0.85f }, 0.2f, 0.8f)]
    [InlineData(new float[] { 3, 3, 3 }, 3, 3)]
    public void Otsu_TwoGroups_LiesBetweenThem(float[] values, float least, float most) =>
        Assert.InRange(OtsuThreshold.Of(values), least, most);

    [Fact]
    public void OnlyAndWithout_KeepTheExamplesOfWhatTheyKeep()
    {
        var vocabulary = Vocabulary.Parse(["x", "y"]);
        var all = new TextClassifier(vocabulary, [1, 0, 0, 1], [0, 1], 2).With([new("z", Up, 0), new("y", Right, 0)]);
        Assert.Equal([0, 1, 1, 2], all.ScoreClasses.ToArray());

        var some = all.Only([2, 0]);
        var without = all.Without([false, true, false]);

        Assert.Equal(["z", "x"], some.Vocabulary.Classes.Select(one => one.Name));
        Assert.Equal([1, 0], some.ScoreClasses.ToArray());
        Assert.Equal([0, 2], without.ScoreClasses.ToArray());
    }

    [Fact]
    public void VocabularyReduction_NeverDropsWhatIsKnownByExamples()
    {
        var vocabulary = Vocabulary.Parse(["x", "y"]);
        var all = new TextClassifier(vocabulary, [1, 0, 0, 1], [0, 1], 2).With([new("z", Right, 0)]);

        var reduced = VocabularyReduction.Apply(all, Up, 0.5f, 100);

        Assert.Equal([0, 2], reduced.ScoreClasses.ToArray());
    }

    [Fact]
    public void Examples_ThatCannotBeUsed_AreRefused()
    {
        var names = new TextClassifier(Vocabulary.Parse(["sofa|couch"]), [1, 0], [0], 2);
        Assert.Contains("no example", Assert.Throws<OptionsException>(() => TextClassifier.From([])).Message);
        Assert.Contains("what it is not", Assert.Throws<OptionsException>(() => names.With([new("z", Up, 0, true)])).Message);
        Assert.Contains("3 numbers", Assert.Throws<ArgumentException>(() => names.With([new("z", [1, 0, 0], 0)])).Message);
        var twice = Assert.Throws<OptionsException>(() => names.With([new("z", Up, 0)]).With([new("z", Up, 0)]));
        Assert.Contains("in one call", twice.Message);
        Assert.Contains("is empty", Assert.Throws<OptionsException>(() => new Exemplar(" ", Up, 0)).Message);
        Assert.Contains("not finite", Assert.Throws<OptionsException>(() => new Exemplar("a", [float.NaN], 0)).Message);
        Assert.Contains("-1 to 1", Assert.Throws<OptionsException>(() => new Exemplar("a", Up, float.NaN)).Message);
        Assert.Contains("whole", Assert.Throws<ArgumentException>(() =>
            ClassConfidences.Of(Up, names.With([new("z", Up, 0)]), 100)).Message);
    }
}
