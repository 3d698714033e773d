using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation.Tests.Sampling;

/// <summary>The draws must be the same on every machine; their distribution must be the one that is claimed.</summary>
public sealed class RandomStreamTests
{
    [Fact]
    public void Next_IsSplitMix64()
    {
        // Published test vector for seed 1234567.
        var random = new SplitMix64(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Normal_HasTheMomentsAndTailsOfTheNormalDistribution()
    {
        var random = new SplitMix64(3);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.Normal())];

        Assert.InRange(draws.Average(), -0.01, 0.01);
        Assert.InRange(draws.Average(x => x * x), 0.99, 1.01);
        Assert.InRange(draws.Average(x => x * x * x), -0.04, 0.04);
        Assert.InRange(draws.Average(x => x * x * x * x), 2.9, 3.1);
        Assert.InRange(draws.Count(x => Math.Abs(x) > 1.96) / 200_000.0, 0.048, 0.052);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.025, -1.959963984540054)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(1e-15, -7.941345326170998)]
    public void NormalQuantile_KnownPoints_AreExact(double probability, double expected) =>
        Assert.Equal(expected, NormalQuantile.At(probability), 11);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(3)]
    [InlineData(25)]
    [InlineData(60)]
    public void Poisson_HasItsMeanAsMeanAndVariance(double mean)
    {
        var table = new PoissonTable(mean);
        var random = new SplitMix64(5);
        double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => (double)table.Draw(random.Uniform()))];

        double average = draws.Average(), tolerance = 5 * Math.Sqrt(mean / 100_000) + 1e-12;
        Assert.InRange(average, mean - tolerance, mean + tolerance);
        Assert.InRange(draws.Average(x => (x - average) * (x - average)), 0.97 * mean, 1.03 * mean + 1e-12);
    }

    [Fact]
    public void Poisson_Probabilities_AreTheFormulas()
    {
        var table = new PoissonTable(2);
        Assert.Equal(0, table.Draw(Math.Exp(-2) - 1e-9));
        Assert.Equal(1, table.Draw(Math.Exp(-2) + 1e-9));
        Assert.Equal(1, table.Draw(3 * Math.Exp(-2) - 1e-9));
        Assert.Equal(2, table.Draw(3 * Math.Exp(-2) + 1e-9));
        Assert.InRange(table.Draw(1 - 1e-16), 10, 30);
    }

    [Fact]
    public void PortableMath_AgreesWithTheLibrary()
    {
        for (double x = 1e-300; x < 1e300; x *= 37.3) Assert.Equal(1, PortableMath.Log(x) / Math.Log(x), 14);
        for (double x = -60; x < 60; x += 0.37) Assert.Equal(1, PortableMath.Exp(x) / Math.Exp(x), 13);
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(1, PortableMath.Exp(0));
    }

    [Fact]
    public void Below_IsEvenAndWithinBounds()
    {
        var random = new SplitMix64(9);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.Below(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }
}
