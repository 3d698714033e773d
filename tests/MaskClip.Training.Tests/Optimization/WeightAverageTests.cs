using MaskClip.Training.Optimization;
using MaskClip.Training.Tests.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Optimization;

public sealed class WeightAverageTests
{
    [Fact]
    public void Update_FollowsTheDecay_AndApplySwapsUntilDisposed()
    {
        using var network = SmallStudents.Create(SmallStudents.Config());
        using var average = new WeightAverage(network, decay: 0.5);
        var weight = network.parameters().First();
        using var start = weight.detach().clone();
        double expected = start.flatten()[0].item<float>(), value = expected;
        for (int step = 0; step < 12; step++)
        {
            using (no_grad()) weight.add_(1);
            value += 1;
            average.Update(step);
            double decay = Math.Min(0.5, (1.0 + step) / (10.0 + step));
            expected = decay * expected + (1 - decay) * value;
        }

        Assert.Equal(value, First(weight), 1e-4);
        var applied = average.Apply();
        Assert.Equal(expected, First(weight), 1e-4);
        applied.Dispose();
        applied.Dispose();
        Assert.Equal(value, First(weight), 1e-4);
    }

    [Fact]
    public void Update_RunningStatistics_AreAveragedToo()
    {
        using var network = SmallStudents.Create(SmallStudents.Config());
        using var average = new WeightAverage(network, decay: 0.9);
        var (name, mean) = network.named_buffers().First(buffer => buffer.name.EndsWith("running_mean", StringComparison.Ordinal));
        double before = First(mean);
        using (no_grad()) mean.add_(10);
        average.Update(0);
        Assert.Equal(before + 9, First(average.Values.Single(one => one.Name == name).Value), 1e-4); // decay 0.1 at the first step
    }

    [Theory]
    [InlineData(0.999, 0, 0.1)]
    [InlineData(0.999, 90, 0.91)]
    [InlineData(0.999, 100_000, 0.999)]
    public void DecayAt_GrowsToItsLimit(double decay, int step, double expected) =>
        Assert.Equal(expected, WeightAverage.DecayAt(decay, step), 1e-3);

    private static double First(Tensor values)
    {
        using var flat = values.detach().flatten();
        return flat[0].item<float>();
    }
}
