using MaskClip.Training.Optimization;
using MaskClip.Training.Supervision;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Optimization;

public sealed class StudentLossTests
{
    private const int Classes = 5;
    private const int Grid = 3;
    private const int Side = 12;

    [Fact]
    public void CrossEntropy_ComparedWithPlainLoops_IsTheSame()
    {
        var random = new Random(1);
        float[] logits = [.. Enumerable.Range(0, Classes * Grid * Grid).Select(_ => (float)(4 * random.NextDouble() - 2))];
        long[] labels = [.. Enumerable.Range(0, Side * Side).Select(i => i % 7 == 0 ? TrainingLabels.Ignore : (long)random.Next(Classes))];
        using var loss = StudentLoss.CrossEntropy(tensor(logits, [1, Classes, Grid, Grid]), tensor(labels, [1, Side, Side]));
        Assert.Equal(Reference(logits, labels), loss.item<float>(), 1e-5);
    }

    [Fact]
    public void CrossEntropy_NothingLabeled_IsZero_AndHasZeroGradient()
    {
        using var logits = randn([1, Classes, Grid, Grid], requires_grad: true);
        using var labels = full([1, Side, Side], (long)TrainingLabels.Ignore);
        using var loss = StudentLoss.CrossEntropy(logits, labels);
        Assert.Equal(0, loss.item<float>());
        loss.backward();
        Assert.All(logits.grad!.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Distillation_CountsOnlyWhatIsNotIgnored_AndMovesTheStudent()
    {
        // Two positions; the right one is padding.
        using var features = tensor(new float[] { 1, 9, 3, 9 }, [1, 2, 1, 2]).requires_grad_();
        using var teacher = tensor(new float[] { 0, 0, 1, 1 }, [1, 2, 1, 2]);
        using var labels = tensor(new long[] { 0, 0, TrainingLabels.Ignore, TrainingLabels.Ignore }, [1, 1, 4]);
        using var loss = StudentLoss.Distillation(features, teacher, labels);
        Assert.Equal((1 + 2) / 2.0, loss.item<float>(), 1e-6);
        loss.backward();
        Assert.Equal([0.5f, 0, 0.5f, 0], features.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Distillation_OfWhatIsUnlabeledOnly_LeavesLabeledPositionsOut()
    {
        using var features = tensor(new float[] { 1, 9, 5, 3, 9, 5 }, [1, 2, 1, 3]);
        using var teacher = zeros(1, 2, 1, 3);
        const long open = TrainingLabels.Unlabeled, no = TrainingLabels.Ignore;
        using var labels = tensor(new long[] { 0, 0, open, open, no, no }, [1, 1, 6]);
        using var all = StudentLoss.Distillation(features, teacher, labels);
        using var unlabeled = StudentLoss.Distillation(features, teacher, labels, labeled: false);
        Assert.Equal(((1 + 3) / 2.0 + 9) / 2, all.item<float>(), 1e-6);
        Assert.Equal(9, unlabeled.item<float>(), 1e-6);
    }

    // Bilinear enlargement with half-pixel centers, log-softmax, mean over all pixels.
    private static double Reference(float[] logits, long[] labels)
    {
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == TrainingLabels.Ignore) continue;
            double[] at = [.. Enumerable.Range(0, Classes).Select(c => Sample(logits, c, i / Side, i % Side))];
            double top = at.Max();
            sum += top + Math.Log(at.Sum(value => Math.Exp(value - top))) - at[labels[i]];
        }

        return sum / labels.Length;
    }

    private static double Sample(float[] logits, int c, int y, int x)
    {
        var (top, bottom, down) = Axis(y);
        var (left, right, across) = Axis(x);
        double At(int row, int column) => logits[(c * Grid + row) * Grid + column];
        return (1 - down) * ((1 - across) * At(top, left) + across * At(top, right)) + down * ((1 - across) * At(
            bottom, left) + across * At(
            bottom, right));
    }

    private static (int Lower, int Upper, double Fraction) Axis(int i)
    {
        double position = Math.Max(0, (i + 0.5) * Grid / Side - 0.5);
        int lower = (int)position;
        return (lower, Math.Min(lower + 1, Grid - 1), position - lower);
    }
}
