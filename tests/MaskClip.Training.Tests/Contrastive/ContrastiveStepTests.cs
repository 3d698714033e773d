using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Contrastive.Pairs;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class ContrastiveStepTests
{
    private static readonly PairOptions Sampling = new() { Captions = 3, MinArea = 1, Flip = false, Collages = 0.5 };

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Run_InParts_GivesTheGradientsOfTheWholeBatch(double placesWeight)
    {
        var options = new ContrastiveOptimization { Steps = 10, Batch = 12, WarmUp = 0, GradientNorm = 0, PlacesWeight = placesWeight };
        var (whole, report) = Weights(options);
        var (parts, same) = Weights(options with { Batch = 5, Accumulate = 3 });
        Assert.Equal(report.Loss, same.Loss, 1e-5);
        Assert.Equal(report.GradientNorm, same.GradientNorm, 1e-4);
        // AdamW's first step follows signs: a gradient that is nearly 0 may turn, so most numbers are compared and not all.
        int differ = whole.Zip(parts).Count(one => Math.Abs(one.First - one.Second) > 1e-5);
        Assert.InRange(differ, 0, whole.Length / 500);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    public void Run_ManySteps_LowersTheLoss_AndTheScaleStaysBelowItsLimit(double muon)
    {
        using var network = SmallClip.Random("vit");
        network.Scale.requires_grad = true;
        var options = new ContrastiveOptimization { Steps = 60, Batch = 8, WarmUp = 5, LearningRate = 5e-3, MuonRate = muon };
        using var optimizer = new TowerOptimizer(network, muon > 0);
        var step = new ContrastiveStep(network, optimizer, options);
        using var batch = Batch(network.Config, 8);
        var reports = Enumerable.Range(0, 60).Select(number => step.Run(number, batch)).ToArray();
        Assert.True(reports[^1].Loss < 0.3 * reports[0].Loss, $"{reports[0].Loss} fell to {reports[^1].Loss} only");
        Assert.All(reports, report => Assert.InRange(report.LogitScale, 1, 100.001));
        Assert.Equal(1, reports[^1].PicturesRight);
    }

    [Fact]
    public void Run_BFloat16_GivesNearlyTheLossOfFloat32()
    {
        using var exact = new MaskClip.Training.Contrastive.Towers.ClipNetwork(SmallClip.Config("vit"), 3);
        using var fast = new MaskClip.Training.Contrastive.Towers.ClipNetwork(SmallClip.Config("vit"), 3, ScalarType.BFloat16);
        var losses = new[] { exact, fast }.Select(network =>
        {
            using var optimizer = new TowerOptimizer(network, muon: false);
            using var batch = Batch(network.Config, 8);
            return new ContrastiveStep(
                network, optimizer, new ContrastiveOptimization { Steps = 10, Batch = 8, WarmUp = 0 }).Run(0, batch).Loss;
        }).ToArray();
        Assert.Equal(losses[0], losses[1], 0.05);
    }

    [Fact]
    public void RateAt_RisesThenFallsByHalfACosine()
    {
        var options = new ContrastiveOptimization { Steps = 110, WarmUp = 10, LearningRate = 1 };
        Assert.Equal(0.1, options.RateAt(0), 1e-9);
        Assert.Equal(1, options.RateAt(9), 1e-9);
        Assert.Equal(1, options.RateAt(10), 1e-9);
        Assert.Equal(0.5, options.RateAt(60), 1e-9);
        Assert.InRange(options.RateAt(109), 0, 0.001);
    }

    private static (float[] Weights, ContrastiveReport Report) Weights(ContrastiveOptimization options)
    {
        using var network = SmallClip.Random("vit");
        using var optimizer = new TowerOptimizer(network, muon: false);
        using var batch = Batch(network.Config, 12);
        var report = new ContrastiveStep(network, optimizer, options).Run(0, batch);
        return ([.. network.States.SelectMany(one => one.Value.data<float>().ToArray())], report);
    }

    private static ContrastiveBatch Batch(MaskClip.Towers.ClipConfig config, int count)
    {
        var sampler = new PairSampler(new WorldPairs(SmallClip.Side, 4, seed: 6), config, Sampling, seed: 7);
        return ContrastiveBatch.Of(
            [.. Enumerable.Range(0, count).Select(number => sampler.Make(number, CancellationToken.None))], SmallClip.Side, CPU);
    }
}
