using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Contrastive.Pairs;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class ContrastiveLossTests
{
    private const int Pictures = 5;
    private const int Texts = 8;
    private const int Size = 6;
    private const float LogScale = 1.3f;

    [Fact]
    public void Of_SeveralPositives_IsWhatPlainLoopsGive()
    {
        var random = new Random(3);
        var (images, texts) = (Units(random, Pictures), Units(random, Texts));
        float[] positives =
        [
            .. Enumerable.Range(0, Pictures * Texts).Select(at => at % Texts % Pictures == at / Texts || random.Next(5) == 0 ? 1f : 0)
        ];
        var terms = Of(images, texts, positives, Texts);
        Assert.Equal(Reference(images, texts, positives), terms.Loss.item<float>(), 1e-5);
    }

    [Fact]
    public void Of_OnePositiveEach_IsClipsOwnCrossEntropy()
    {
        var random = new Random(4);
        var (images, texts) = (Units(random, Pictures), Units(random, Pictures));
        var diagonal = eye(Pictures).data<float>().ToArray();
        var logits = tensor(images, [Pictures, Size]).matmul(tensor(texts, [Pictures, Size]).t()) * MathF.Exp(LogScale);
        var own = arange(Pictures, ScalarType.Int64);
        var expected = (nn.functional.cross_entropy(logits, own) + nn.functional.cross_entropy(logits.t(), own)) / 2;
        Assert.Equal(expected.item<float>(), Of(images, texts, diagonal, Pictures).Loss.item<float>(), 1e-5);
    }

    [Fact]
    public void Of_AnEqualCaptionOfAnotherPicture_IsNoNegative()
    {
        // Two pictures that look alike and have the same caption, and a third: the more they look alike, the better.
        float[] alike = [1, 0, 1, 0, 0, 1], texts = [1, 0, 0, 1];
        var shared = ContrastiveLoss.Of(
            tensor(alike, [3, 2]), tensor(texts, [2, 2]), tensor(3f), tensor(new float[] { 1, 0, 1, 0, 0, 1 }, [3, 2]));
        Assert.Equal(1, shared.PicturesRight);
        Assert.Equal(1, shared.TextsRight);
        // What is left is that a text cannot be nearer to one of its two pictures than to the other.
        Assert.Equal(Math.Log(2) / 2 / 2, shared.Loss.item<float>(), 1e-4);
    }

    [Fact]
    public void Of_Gradients_AreThoseOfSmallSteps()
    {
        var random = new Random(5);
        var (images, texts) = (Units(random, Pictures), Units(random, Texts));
        float[] positives = [.. Enumerable.Range(0, Pictures * Texts).Select(at => at % Texts % Pictures == at / Texts ? 1f : 0)];
        using var leaf = tensor(images, [Pictures, Size]).requires_grad_();
        ContrastiveLoss.Of(leaf, tensor(texts, [Texts, Size]), tensor(LogScale), tensor(positives, [Pictures, Texts])).Loss.backward();
        var gradient = leaf.grad!.data<float>().ToArray();
        for (int at = 0; at < images.Length; at += 7)
        {
            const double Step = 1e-5;
            double up = Reference(Moved(images, at, Step), [.. texts], positives), down = Reference(
                Moved(images, at, -Step), [.. texts], positives);
            Assert.Equal((up - down) / (2 * Step), gradient[at], 1e-4);
        }
    }

    [Fact]
    public void OfPlaces_ATextOfWhichNothingIsSeen_IsANegativeOnly()
    {
        var random = new Random(7);
        float[] places = Units(random, 2), texts = Units(random, 3);
        PairSample[] samples = [new([], null, [0], [new("a", [])], [0]), new([], null, [0], [new("b", []), new("unseen", [])], [0, 1])];
        using var groups = PlaceGroups.Of(samples, new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["unseen"] = 2 }, CPU);
        var loss = ContrastiveLoss.OfPlaces(
            tensor(places, [2, 1, Size]), tensor(texts, [3, Size]), tensor(LogScale), groups, sharpness: 10).Loss;
        var logits = tensor(places, [2, Size]).matmul(tensor(texts, [3, Size]).t()) * MathF.Exp(LogScale);
        var own = arange(2, ScalarType.Int64);
        var expected = (nn.functional.cross_entropy(logits, own) + nn.functional.cross_entropy(logits.narrow(1, 0, 2).t(), own)) / 2;
        Assert.Equal(expected.item<float>(), loss.item<float>(), 1e-5);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(4)]
    [InlineData(0)]
    public void OfPlaces_IsWhatPlainLoopsGive(double sharpness)
    {
        var random = new Random(6);
        float[] places = Units(random, 2 * 3), texts = Units(random, 3);
        PairSample[] samples =
        [
            new([], null, [0, 0, 0], [new("a", [])], [0]), new([], null, [1, 0, 1], [new("b", []), new("c", [])], [0, 1])
        ];
        using var groups = PlaceGroups.Of(samples, new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["c"] = 2 }, CPU);
        var terms = ContrastiveLoss.OfPlaces(tensor(places, [2, 3, Size]), tensor(texts, [3, Size]), tensor(LogScale), groups, sharpness);

        int[][] members = [[0, 1, 2], [4], [3, 5]];
        var logits = new double[3, 3];
        for (int g = 0; g < 3; g++)
        {
            for (int j = 0; j < 3; j++)
            {
                double[] cosines =
                [
                    .. members[g].Select(place =>
                        Enumerable.Range(0, Size).Sum(k => (double)places[place * Size + k] * texts[j * Size + k])),
                ];
                logits[g, j] = Math.Exp((double)LogScale) * cosines.Sum(cosine => Math.Exp(sharpness * cosine) * cosine) / cosines.Sum(
                    cosine => Math.Exp(sharpness * cosine));
            }
        }

        double loss = Enumerable.Range(0, 3).Average(own =>
            Math.Log(Enumerable.Range(0, 3).Sum(j => Math.Exp(logits[own, j]))) + Math.Log(
                Enumerable.Range(0, 3).Sum(g => Math.Exp(logits[g, own]))) - 2 * logits[own, own]) / 2;
        Assert.Equal(loss, terms.Loss.item<float>(), 1e-5);
    }

    [Fact]
    public void OfLabels_IsTheCrossEntropyOfLabeledPlaces_WithSharesAsPlainLoopsGive()
    {
        var random = new Random(8);
        float[] places = Units(random, 2 * 2), classes = Units(random, 3);
        float[] labels = [1, 0, 0, 0.25f, 0, 0.75f, 0, 0, 0, 0, 0.5f, 0.5f]; // the third place has none
        var loss = ContrastiveLoss.OfLabels(
            tensor(places, [2, 2, Size]), tensor(classes, [3, Size]), tensor(LogScale), tensor(labels, [2, 2, 3]));
        double expected = 0;
        for (int place = 0; place < 4; place++)
        {
            double[] logits =
            [
                .. Enumerable.Range(0, 3)
                    .Select(c =>
                        Math.Exp((double)LogScale) * Enumerable.Range(0, Size)
                            .Sum(k => (double)places[place * Size + k] * classes[c * Size + k])),
            ];
            for (int c = 0; c < 3; c++) expected -= labels[place * 3 + c] * (logits[c] - Math.Log(logits.Sum(Math.Exp))) / 3;
        }

        Assert.Equal(expected, loss.item<float>(), 1e-5);
        Assert.Equal(
            0,
            ContrastiveLoss.OfLabels(tensor(places, [2, 2, Size]), tensor(classes, [3, Size]), tensor(LogScale), zeros(2, 2, 3))
                .item<float>());
    }

    private static ContrastiveTerms Of(float[] images, float[] texts, float[] positives, int count) => ContrastiveLoss.Of(
        tensor(images, [Pictures, Size]), tensor(texts, [count, Size]), tensor(LogScale), tensor(positives, [Pictures, count]));

    private static double Reference(float[] images, float[] texts, float[] positives) =>
        Reference(Array.ConvertAll(images, one => (double)one), texts, positives);

    private static double Reference(double[] images, float[] texts, float[] positives)
    {
        var logits = new double[Pictures, Texts];
        for (int i = 0; i < Pictures; i++)
        {
            for (int j = 0; j < Texts; j++)
            {
                for (int k = 0; k < Size; k++) logits[i, j] += Math.Exp((double)LogScale) * images[i * Size + k] * texts[j * Size + k];
            }
        }

        double ofPictures = 0, ofTexts = 0;
        for (int i = 0; i < Pictures; i++)
        {
            int[] own = [.. Enumerable.Range(0, Texts).Where(j => positives[i * Texts + j] == 1)];
            double all = Math.Log(Enumerable.Range(0, Texts).Sum(j => Math.Exp(logits[i, j])));
            ofPictures += own.Average(j => all - logits[i, j]) / Pictures;
        }

        for (int j = 0; j < Texts; j++)
        {
            int[] own = [.. Enumerable.Range(0, Pictures).Where(i => positives[i * Texts + j] == 1)];
            double all = Math.Log(Enumerable.Range(0, Pictures).Sum(i => Math.Exp(logits[i, j])));
            ofTexts += own.Average(i => all - logits[i, j]) / Texts;
        }

        return (ofPictures + ofTexts) / 2;
    }

    private static double[] Moved(float[] values, int at, double by)
    {
        var moved = Array.ConvertAll(values, one => (double)one);
        moved[at] += by;
        return moved;
    }

    private static float[] Units(Random random, int count)
    {
        using var rows = tensor(Enumerable.Range(0, count * Size).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray(), [count, Size]);
        return ContrastiveLoss.Unit(rows).data<float>().ToArray();
    }
}
