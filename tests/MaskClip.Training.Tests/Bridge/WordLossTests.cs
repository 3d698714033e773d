using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Bridge.Words;
using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Bridge;

public sealed class WordLossTests
{
    private const int Windows = 4;

    // Words by frequency: dog 3, cat 2, dining table 1, table 1.
    private static readonly PhotoWords Words = PhotoWords.Find(
        [(["dog, cat"], true), (["dining table, dog"], true), (["table, dog, cat"], true)], new() { MinCount = 1 });

    [Fact]
    public void OfPhotos_IsWhatPlainLoopsGive()
    {
        var random = new Random(2);
        float[] scores = [.. Enumerable.Range(0, 3 * (1 + Windows) * 4).Select(_ => (float)(6 * random.NextDouble() - 3))];
        var (whole, windows, right) = WordLoss.OfPhotos(tensor(scores, [3, 1 + Windows, 4]), WordTargets.Of(Words, [0, 1, 2], CPU));
        var expected = Reference(Array.ConvertAll(scores, score => (double)score));
        Assert.Equal(expected.Whole, whole.item<float>(), 1e-5);
        Assert.Equal(expected.Windows, windows.item<float>(), 1e-5);
        Assert.Equal(expected.Right, right.item<float>(), 1e-5);
    }

    [Fact]
    public void OfPhotos_Gradients_AreThoseOfSmallSteps()
    {
        var random = new Random(3);
        float[] scores = [.. Enumerable.Range(0, 3 * (1 + Windows) * 4).Select(_ => (float)(6 * random.NextDouble() - 3))];
        using var leaf = tensor(scores, [3, 1 + Windows, 4]).requires_grad_();
        var (whole, windows, _) = WordLoss.OfPhotos(leaf, WordTargets.Of(Words, [0, 1, 2], CPU));
        whole.Plus(windows).backward();
        var gradient = leaf.grad!.data<float>().ToArray();
        for (int at = 0; at < scores.Length; at += 3)
        {
            const double Step = 1e-5;
            double Loss(double by)
            {
                var moved = Array.ConvertAll(scores, score => (double)score);
                moved[at] += by;
                var (ofWhole, ofWindows, _) = Reference(moved);
                return ofWhole + ofWindows;
            }

            Assert.Equal((Loss(Step) - Loss(-Step)) / (2 * Step), gradient[at], 1e-4);
        }
    }

    [Fact]
    public void OfPhotos_APhotoThatLacksNoWord_GivesANumber()
    {
        var words = PhotoWords.Find([(["dog, cat"], true), (["dog"], true)], new() { MinCount = 1 });
        using var leaf = zeros(1, 1 + Windows, 2).requires_grad_();
        var (whole, windows, _) = WordLoss.OfPhotos(leaf, WordTargets.Of(words, [0], CPU));
        whole.Plus(windows).backward();
        Assert.Equal(0, whole.item<float>() + windows.item<float>(), 1e-5);
        Assert.All(leaf.grad!.data<float>().ToArray(), number => Assert.Equal(0, number));
    }

    [Fact]
    public void OfPositions_RelativesAreNoNegatives()
    {
        float[] scores = [1, 2, 0.5f, -1, 0, 3], relatives = [0, -1e4f, 0, -1e4f, 0, 0, 0, 0, 0];
        var loss = WordLoss.OfPositions(tensor(scores, [2, 3]), tensor(new long[] { 0, 2 }), tensor(relatives, [3, 3]));
        double first = Math.Log(Math.Exp(1) + Math.Exp(0.5)) - 1, second = Math.Log(Math.Exp(-1) + Math.Exp(0) + Math.Exp(3)) - 3;
        Assert.Equal((first + second) / 2, loss.item<float>(), 1e-5);
    }

    /// <summary>The same with loops; the second photo has "dining table", so that "table" is no negative of it.</summary>
    private static (double Whole, double Windows, double Right) Reference(double[] scores)
    {
        int dog = Index("dog"), cat = Index("cat"), dining = Index("dining table"), table = Index("table");
        int[][] own = [[dog, cat], [dining, dog], [table, dog, cat]], lacking = [[dining, table], [cat], [dining]];
        double whole = 0, windows = 0, weights = 0, right = 0, words = 0;
        for (int photo = 0; photo < 3; photo++)
        {
            foreach (int word in own[photo])
            {
                double weight = 1 / Math.Sqrt(Words.Counts[word]);
                double[] probabilities = [.. Enumerable.Range(0, 1 + Windows).Select(vector =>
                {
                    double others = lacking[photo].Sum(other => Math.Exp(At(photo, vector, other)));
                    return Math.Exp(At(photo, vector, word)) / (Math.Exp(At(photo, vector, word)) + others);
                })];
                whole -= weight * Math.Log(probabilities[0]);
                windows -= weight * Math.Log(probabilities.Skip(1).Average());
                weights += weight;
                right += lacking[photo].All(other => At(photo, 0, word) > At(photo, 0, other)) ? 1 : 0;
                words++;
            }
        }

        return (whole / weights, windows / weights, right / words);

        double At(int photo, int vector, int word) => scores[(photo * (1 + Windows) + vector) * 4 + word];
        int Index(string word) => Enumerable.Range(0, 4).First(index => Words.Words[index] == word);
    }
}
