using CsCheck;
using MaskClip.Labels;

namespace MaskClip.Tests.Dense;

public class FullSizeArgmaxTests
{
    private static readonly Gen<(int Classes, int Rows, int Columns, int Height, int Width)> Sizes =
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 7], Gen.Int[1, 7], Gen.Int[1, 70], Gen.Int[1, 70]);

    [Fact]
    public void Run_AnySizes_EqualsTheWholeVolumesArgmax() =>
        Sizes.SelectMany(s => Gen.Float[-1, 1].Array[s.Classes * s.Rows * s.Columns].Select(scores => (s, scores))).Sample(x =>
        {
            var ((classes, rows, columns, height, width), scores) = x;
            var (labels, _) = FullSizeArgmax.Run(scores, scores, classes, rows, columns, height, width);
            return labels.AsSpan().SequenceEqual(WholeVolume(scores, classes, rows, columns, height, width));
        });

    [Fact]
    public void Run_MoreClassesThanAByteHolds_EqualsTheWholeVolumesArgmax()
    {
        const int Classes = 847, Rows = 4, Columns = 5;
        var random = new Random(1);
        float[] scores = [.. Enumerable.Range(0, Classes * Rows * Columns).Select(_ => random.NextSingle())];
        var (labels, _) = FullSizeArgmax.Run(scores, scores, Classes, Rows, Columns, 37, 53);
        Assert.Equal(WholeVolume(scores, Classes, Rows, Columns, 37, 53), labels);
        Assert.Contains(labels, label => label > 255);
    }

    [Fact]
    public void Run_FewDistinctScores_TiesGoToTheFirstClass() =>
        Sizes.SelectMany(s => Gen.Int[0, 1].Select(v => (float)v).Array[s.Classes * s.Rows * s.Columns].Select(scores => (s, scores)))
            .Sample(x =>
        {
            var ((classes, rows, columns, height, width), scores) = x;
            var (labels, _) = FullSizeArgmax.Run(scores, scores, classes, rows, columns, height, width);
            return labels.AsSpan().SequenceEqual(WholeVolume(scores, classes, rows, columns, height, width));
        });

    [Fact]
    public void Run_Regions_CountAreaBoxAndConfidenceOfEachLabel() =>
        Sizes.SelectMany(s => Gen.Float[0, 1].Array[s.Classes * s.Rows * s.Columns].Select(scores => (s, scores))).Sample(x =>
        {
            var ((classes, rows, columns, height, width), scores) = x;
            var vocabulary = new Vocabulary([.. Enumerable.Range(0, classes).Select(c => new VocabularyClass($"c{c}", [$"c{c}"]))]);
            var (labels, tally) = FullSizeArgmax.Run(scores, scores, classes, rows, columns, height, width);
            var regions = tally.Regions(vocabulary, labels.Length);
            Assert.Equal(labels.Length, regions.Sum(region => region.Area));
            foreach (var region in regions)
            {
                var pixels = Enumerable.Range(0, labels.Length).Where(i => labels[i] == region.Index).ToArray();
                Assert.Equal(pixels.Length, region.Area);
                int left =
                    pixels.Min(i => i % width), right = pixels.Max(i => i % width), top = pixels.Min(i => i / width), bottom = pixels.Max(
                    i => i / width);
                Assert.Equal(new PixelBox(left, top, right - left + 1, bottom - top + 1), region.Bounds);
                double mean = pixels.Average(i => Bilinear(scores, region.Index, rows, columns, height, width, i / width, i % width));
                Assert.Equal(mean, region.Score, 1e-4);
            }
        });

    [Fact]
    public void Run_MinScore_IgnoresExactlyTheUnsurePixels() =>
        Sizes.SelectMany(s => Gen.Float[0, 1].Array[s.Classes * s.Rows * s.Columns].Select(scores => (s, scores))).Sample(x =>
        {
            var ((classes, rows, columns, height, width), scores) = x;
            var (all, _) = FullSizeArgmax.Run(scores, scores, classes, rows, columns, height, width);
            var (sure, _) = FullSizeArgmax.Run(scores, scores, classes, rows, columns, height, width, minScore: 0.6f);
            for (int i = 0; i < all.Length; i++)
            {
                float confidence = Bilinear(scores, all[i], rows, columns, height, width, i / width, i % width);
                if (Math.Abs(confidence - 0.6f) < 1e-5f) continue;
                Assert.Equal(confidence >= 0.6f ? all[i] : Segmentation.Ignore, sure[i]);
            }
        });

    private static ushort[] WholeVolume(float[] scores, int classes, int rows, int columns, int height, int width)
    {
        var labels = new ushort[height * width];
        for (int i = 0; i < labels.Length; i++)
        {
            float best = float.NegativeInfinity;
            for (int c = 0; c < classes; c++)
            {
                float value = Bilinear(scores, c, rows, columns, height, width, i / width, i % width);
                if (value > best) (best, labels[i]) = (value, (ushort)c);
            }
        }

        return labels;
    }

    private static float Bilinear(float[] scores, int c, int rows, int columns, int height, int width, int y, int x)
    {
        double down = Math.Max(0, (y + 0.5) * rows / height - 0.5), along = Math.Max(0, (x + 0.5) * columns / width - 0.5);
        int top = (int)down, left = (int)along, bottom = Math.Min(top + 1, rows - 1), right = Math.Min(left + 1, columns - 1);
        float fy = (float)(down - top), fx = (float)(along - left);
        float At(int row, int column) => scores[(c * rows + row) * columns + column];
        float start = At(top, left) + fy * (At(bottom, left) - At(top, left)), end = At(top, right) + fy * (At(
            bottom, right) - At(top, right));
        return start + (end - start) * fx;
    }
}
