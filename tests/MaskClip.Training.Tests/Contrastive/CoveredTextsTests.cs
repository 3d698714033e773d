using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class CoveredTextsTests
{
    [Fact]
    public void ContentWords_LeaveOutWhatCallsAPictureAPicture() =>
        Assert.Equal(["two", "red", "cats", "snow"], ContentWords.Of("A close-up photo of two Red cats on the snow."));

    [Fact]
    public void Spared_AreTextsAllOfWhoseWordsWereSaid_UnlessTheyAreThePicturesOwn()
    {
        var covered = new CoveredTexts(["a cat", "a photo of a red cat", "a blue cat", "a picture"]);
        IReadOnlySet<string> said = new HashSet<string> { "red", "cat", "snow" };
        var spared = covered.Spared([said, said, null], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])!;
        const float No = Logits.Masked;
        Assert.Equal([0, No, 0, 0, No, 0, 0, 0, 0, 0, 0, 0], spared.data<float>().ToArray());
        Assert.Null(covered.Spared([null, null], new float[8]));
    }

    [Fact]
    public void Loss_WhatIsSpared_IsAsIfItWereNotThere()
    {
        // Three pictures, three texts, one each; the second text is true of the first picture too.
        var random = new Random(8);
        using var images = ContrastiveLoss.Unit(tensor(Numbers(random), [3, 5]));
        using var texts = ContrastiveLoss.Unit(tensor(Numbers(random), [3, 5]));
        var loss = ContrastiveLoss.Of(
            images, texts, tensor(1.2f), eye(3), tensor(new float[] { 0, Logits.Masked, 0, 0, 0, 0, 0, 0, 0 }, [3, 3])).Loss;
        var logits = images.matmul(texts.t()).mul(MathF.Exp(1.2f)).data<float>().ToArray();
        double expected = 0;
        for (int own = 0; own < 3; own++)
        {
            double row = Enumerable.Range(0, 3).Where(text => (own, text) != (0, 1)).Sum(text => Math.Exp(logits[3 * own + text]));
            double column = Enumerable.Range(0, 3)
                .Where(picture => (picture, own) != (0, 1))
                .Sum(picture => Math.Exp(logits[3 * picture + own]));
            expected += (Math.Log(row) + Math.Log(column) - 2 * logits[4 * own]) / 6;
        }

        Assert.Equal(expected, loss.item<float>(), 1e-5);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    public void Batch_KnowsWhatIsSaidOfEachPart_AlsoInCaptionsThatWereNotChosen(double collages, int parts)
    {
        var options = new PairOptions { Captions = 4, Collages = collages, SpareCovered = true };
        var sampler = new PairSampler(new WorldPairs(SmallClip.Side, 16, seed: 1), SmallClip.Config("vit"), options, seed: 3);
        PairSample[] samples = [.. Enumerable.Range(0, 12).Select(number => sampler.Make(number, CancellationToken.None))];
        foreach (var sample in samples)
        {
            Assert.Equal(parts, sample.WordsOfPart.Count);
            for (int text = 0; text < sample.Texts.Count; text++)
            {
                Assert.Subset(
                    sample.WordsOfPart[sample.PartOfText[text]].ToHashSet(), ContentWords.Of(sample.Texts[text].Text).ToHashSet());
            }
        }

        using var batch = ContrastiveBatch.Of(samples, SmallClip.Side, CPU);
        Assert.Equal(batch.Positives.shape, batch.Spared!.shape);
        Assert.True(batch.Spared.lt(0).sum().item<long>() > 0);
        Assert.Equal(0, batch.Spared.mul(batch.Positives).sum().item<float>());
        Assert.Equal(batch.Groups.Positives.shape, batch.Groups.Spared!.shape);
        Assert.Equal(0, batch.Groups.Spared.mul(batch.Groups.Positives).sum().item<float>());
    }

    private static float[] Numbers(Random random) => [.. Enumerable.Range(0, 15).Select(_ => random.NextSingle() - 0.5f)];
}
