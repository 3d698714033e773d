using CsCheck;
using MaskClip.Scores;

namespace MaskClip.Tests.Dense;

public class RefinementTests
{
    private const int Size = 4;

    [Fact]
    public void Cosines_SeveralRowsOfAClass_TakeTheBest()
    {
        float[] features = [1, 0, 0, 1];
        float[] text = [1, 0, 0, 1, -1, 0];
        var scores = GridScores.Cosines(features, text, [0, 0, 1], 2, 2);
        Assert.Equal([1, 1, -1, 0], scores.Values);
    }

    [Fact]
    public void Confidences_AnyScores_SumToOneAndKeepTheOrder() =>
        Gen.Float[-1, 1].Array[12].Sample(values =>
        {
            var scores = Scores(values, 3);
            var confidences = scores.Confidences(100);
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(1, confidences[i] + confidences[4 + i] + confidences[8 + i], 1e-5);
                int best = Enumerable.Range(0, 3).MaxBy(c => scores.Values[c * 4 + i]);
                Assert.Equal(confidences[best * 4 + i], new[] { confidences[i], confidences[4 + i], confidences[8 + i] }.Max());
            }
        });

    [Fact]
    public void PromptDenoising_ClassNowhereConfident_IsRemovedEverywhere()
    {
        // Class 2 is second everywhere; classes 0 and 1 each win one position clearly.
        var scores = Scores([0.9f, 0.1f, 0.1f, 0.9f, 0.5f, 0.5f], 3);
        PromptDenoising.Apply([scores], 0.5f, 100, keepsBest: true);
        Assert.Equal([0.9f, 0.1f, 0.1f, 0.9f, GridScores.Removed, GridScores.Removed], scores.Values);
        Assert.False(scores.NoneConfident);
    }

    [Fact]
    public void Apply_WithAndWithoutDenoising_RemovesWhatIsAskedFor()
    {
        float[] values = [0.9f, 0.1f, 0.1f, 0.9f, 0.5f, 0.5f];
        var (plain, denoised) = (Scores(values, 3), Scores(values, 3));
        Refinement.Apply(plain, [], KeyAxis.Channels, new SegmentationOptions(), default);
        Refinement.Apply(denoised, [], KeyAxis.Channels, new SegmentationOptions { PromptDenoising = 0.5f }, default);
        Assert.Equal(values, plain.Values);
        Assert.Equal([0.9f, 0.1f, 0.1f, 0.9f, GridScores.Removed, GridScores.Removed], denoised.Values);
    }

    [Fact]
    public void PromptDenoising_NoClassConfident_TheSurestStaysUnlessAsReleased()
    {
        float[] values = [0.50f, 0.50f, 0.51f, 0.50f, 0.50f, 0.50f];
        var (kept, released) = (Scores(values, 3), Scores(values, 3));
        PromptDenoising.Apply([kept], 0.9f, 100, keepsBest: true);
        PromptDenoising.Apply([released], 0.9f, 100, keepsBest: false);
        const float Gone = GridScores.Removed;
        Assert.Equal([Gone, Gone, 0.51f, 0.50f, Gone, Gone], kept.Values);
        Assert.All(released.Values, value => Assert.Equal(Gone, value));
        Assert.True(kept.NoneConfident && released.NoneConfident);
    }

    [Fact]
    public void KeySmoothing_ThresholdZero_LeavesTheProbabilities() =>
        Gen.Select(Gen.Float[-1, 1].Array[15], Gen.Float[-2, 2].Array[5 * Size]).Sample((values, key) =>
        {
            var scores = Scores(values, 3);
            var before = scores.Confidences(10);
            KeySmoothing.Apply(scores, key, 0, 10, KeyAxis.Channels, default);
            Assert.True(scores.AreProbabilities);
            for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], scores.Values[i], 1e-6);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void KeySmoothing_UnsurePositions_TakeTheFormulasMean(bool overPositions) =>
        Gen.Select(Gen.Float[-1, 1].Array[15], Gen.Float[-2, 2].Array[5 * Size]).Sample((values, key) =>
        {
            const float Threshold = 0.8f;
            var scores = Scores(values, 3);
            var before = scores.Confidences(10);
            KeySmoothing.Apply(scores, key, Threshold, 10, overPositions ? KeyAxis.Positions : KeyAxis.Channels, default);
            for (int i = 0; i < 5; i++)
            {
                float top = Math.Max(before[i], Math.Max(before[5 + i], before[10 + i]));
                if (Math.Abs(top - Threshold) < 1e-5) continue;
                for (int c = 0; c < 3; c++)
                {
                    double expected = before[c * 5 + i];
                    if (top < Threshold)
                    {
                        expected = 0;
                        for (int j = 0; j < 5; j++) expected += Similarity(key, i, j, overPositions) * before[c * 5 + j];
                    }

                    Assert.Equal(expected, scores.Values[c * 5 + i], 1e-4);
                }
            }
        });

    [Fact]
    public void KeySmoothing_WithTemperature_WeightsAreTheSoftmaxOfCosinesWhateverTheAxis() =>
        Gen.Select(Gen.Float[-1, 1].Array[15], Gen.Float[-2, 2].Array[5 * Size], Gen.Float[0.1f, 300], Gen.Bool).Sample(
            (values, key, temperature, overPositions) =>
            {
                var scores = Scores(values, 3);
                var before = scores.Confidences(10);
                var axis = overPositions ? KeyAxis.Positions : KeyAxis.Channels;
                KeySmoothing.Apply(scores, key, 1.0001f, 10, axis, default, temperature);
                for (int i = 0; i < 5; i++)
                {
                    double[] weights =
                    [
                        .. Enumerable.Range(0, 5).Select(j => Math.Exp(temperature * (Similarity(key, i, j, false) - 1))),
                    ];
                    for (int c = 0; c < 3; c++)
                    {
                        double expected = Enumerable.Range(0, 5).Sum(j => weights[j] * before[c * 5 + j]) / weights.Sum();
                        Assert.Equal(expected, scores.Values[c * 5 + i], 1e-3);
                    }

                    Assert.Equal(1, scores.Values[i] + scores.Values[5 + i] + scores.Values[10 + i], 1e-5);
                }
            });

    [Fact]
    public void KeySmoothingTemperature_WithoutSmoothing_IsRefused() =>
        Assert.Contains(
            "has a temperature but is off",
            Assert.Throws<OptionsException>(() => new SegmentationOptions { KeySmoothingTemperature = 20 }.Validate()).Message);

    private static double Similarity(float[] key, int i, int j, bool overPositions)
    {
        double Norm(Func<int, double> at, int count) => Math.Max(1e-12, Math.Sqrt(Enumerable.Range(0, count).Sum(n => at(n) * at(n))));
        double sum = 0;
        for (int c = 0; c < Size; c++)
        {
            double scale = overPositions
                ? Math.Pow(Norm(n => key[n * Size + c], 5), 2)
                : Norm(n => key[i * Size + n], Size) * Norm(n => key[j * Size + n], Size);
            sum += key[i * Size + c] * key[j * Size + c] / scale;
        }

        return sum;
    }

    /// <summary>Scores with given values: unit "features" that pick columns of the values as "text".</summary>
    private static GridScores Scores(float[] values, int classes)
    {
        int positions = values.Length / classes;
        var identity = new float[positions * positions];
        for (int i = 0; i < positions; i++) identity[i * positions + i] = 1;
        return GridScores.Cosines(identity, values, [.. Enumerable.Range(0, classes)], classes, positions);
    }
}
