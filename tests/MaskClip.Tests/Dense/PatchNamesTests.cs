using MaskClip.Edges;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Testing;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense;

public class PatchNamesTests
{
    private const int Rows = 5, Columns = 7, Patch = 8, Height = Rows * Patch, Width = Columns * Patch;

    [Theory]
    [InlineData(3, 40, 0)]
    [InlineData(3, 40, 0.6)]
    [InlineData(6, 10, 0.3)]
    public void Find_NoisyScores_IsWhatEachStepGives(int names, float scale, double minConfidence)
    {
        var random = new Random(names);
        float[] scores = Numbers(random, names * Rows * Columns), pixels = Numbers(random, 3 * Height * Width);

        var found = PatchNames.Find(Scores(scores, names), pixels, Rows, Columns, Patch, scale, minConfidence, default);

        var refined = Pamr.Refine(Enlarged(scores, names), pixels, Height, Width, 10, [8, 16], default);
        int[] labels = [.. Enumerable.Range(0, Height * Width).Select(pixel =>
        {
            double[] logits = [.. Enumerable.Range(0, names).Select(name => scale * (double)refined[name * Height * Width + pixel])];
            int best = Array.IndexOf(logits, logits.Max());
            return 1 / logits.Sum(logit => Math.Exp(logit - logits[best])) < minConfidence ? 0 : best;
        })];
        int[] expected = [
            .. Enumerable.Range(0, Rows * Columns)
                .Select(cell => Enumerable.Range(0, names).MaxBy(name => Enumerable.Range(0, Patch * Patch).Count(i =>
            labels[(cell / Columns * Patch + i / Patch) * Width + cell % Columns * Patch + i % Patch] == name)))];
        Assert.Equal(expected, found);
        Assert.True(found.Distinct().Count() > 1, "One name everywhere would show nothing.");
    }

    [Fact]
    public void Find_NamesThatAreNowhere_ChangeNothing()
    {
        var random = new Random(1);
        float[] scores = Numbers(random, 3 * Rows * Columns), pixels = Numbers(random, 3 * Height * Width);
        float[] more = [.. scores, .. Enumerable.Repeat(-1f, 40 * Rows * Columns)];

        Assert.Equal(
            PatchNames.Find(Scores(scores, 3), pixels, Rows, Columns, Patch, 40, 0.5, default),
            PatchNames.Find(Scores(more, 43), pixels, Rows, Columns, Patch, 40, 0.5, default));
    }

    [Fact]
    public void Find_AnyNumberOfThreads_TakesNoMoreAndFindsTheSame()
    {
        var random = new Random(2);
        float[] scores = Numbers(random, 3 * Rows * Columns), pixels = Numbers(random, 3 * Height * Width);
        int[] alone = [], some = [];
        Assert.Equal(0, ParallelLoops.Watch(() => alone = Find(Parallelism.One)));
        Assert.InRange(ParallelLoops.Watch(() => some = Find(Parallelism.Of(2))), 1, 2);
        Assert.Equal(alone, some);
        Assert.Equal(
            PatchAgreement.Table(alone, Rows, Columns, Parallelism.One), PatchAgreement.Table(alone, Rows, Columns, Parallelism.Of(3)));

        int[] Find(Parallelism threads) => PatchNames.Find(Scores(scores, 3), pixels, Rows, Columns, Patch, 40, 0.5, threads);
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 0.4f)];

    /// <summary>Scores as they are: positions' features are their scores, and every name is a unit vector.</summary>
    private static GridScores Scores(float[] values, int names)
    {
        int positions = values.Length / names;
        float[] features = [.. Enumerable.Range(0, values.Length).Select(i => values[i % names * positions + i / names])];
        float[] text = [.. Enumerable.Range(0, names * names).Select(i => i / names == i % names ? 1f : 0)];
        return GridScores.Cosines(features, text, [.. Enumerable.Range(0, names)], names, names);
    }

    private static float[] Enlarged(float[] scores, int names)
    {
        var result = new float[names * Height * Width];
        for (int i = 0; i < result.Length; i++)
        {
            var (top, bottom, down) = Between(i / Width % Height, Rows, Height);
            var (left, right, along) = Between(i % Width, Columns, Width);
            int plane = i / (Height * Width) * Rows * Columns;
            double upper = scores[plane + top * Columns + left] * (1 - along) + scores[plane + top * Columns + right] * along;
            double lower = scores[plane + bottom * Columns + left] * (1 - along) + scores[plane + bottom * Columns + right] * along;
            result[i] = (float)(upper * (1 - down) + lower * down);
        }

        return result;
    }

    private static (int First, int Second, double Share) Between(int i, int cells, int size)
    {
        double position = Math.Max(0, (i + 0.5) * cells / size - 0.5);
        int first = Math.Min((int)position, cells - 1);
        return (first, Math.Min(first + 1, cells - 1), position - first);
    }
}
