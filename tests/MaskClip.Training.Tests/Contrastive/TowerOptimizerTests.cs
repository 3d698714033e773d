using MaskClip.Testing;
using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class TowerOptimizerTests
{
    [Fact]
    public void AdamStep_TenSteps_IsPyTorchsAdamW()
    {
        var random = new Random(1);
        float[] start = [.. Enumerable.Range(0, 12).Select(_ => (float)(random.NextDouble() - 0.5))];
        using var value = tensor(start, [3, 4]);
        using var first = zeros(3, 4);
        using var second = zeros(3, 4);
        var reference = Array.ConvertAll(start, one => (double)one);
        double[] mean = new double[12], square = new double[12];
        for (int step = 1; step <= 10; step++)
        {
            float[] gradient = [.. Enumerable.Range(0, 12).Select(_ => (float)(random.NextDouble() - 0.5))];
            using var tensorGradient = tensor(gradient, [3, 4]);
            new AdamStep(0.01 * step, 0.9, 0.98, 1e-6, step, 0.5).Apply(value, tensorGradient, first, second, decay: 0.2);
            // torch/optim/adamw.py, _single_tensor_adamw, in float64.
            for (int i = 0; i < 12; i++)
            {
                double g = 0.5 * gradient[i], rate = 0.01 * step;
                reference[i] *= 1 - rate * 0.2;
                mean[i] = 0.9 * mean[i] + 0.1 * g;
                square[i] = 0.98 * square[i] + 0.02 * g * g;
                double deviation = Math.Sqrt(square[i]) / Math.Sqrt(1 - Math.Pow(0.98, step)) + 1e-6;
                reference[i] -= rate / (1 - Math.Pow(0.9, step)) * mean[i] / deviation;
            }
        }

        Close.Within(1e-5, Array.ConvertAll(reference, one => (float)one), value.data<float>().ToArray());
    }

    [Theory]
    [InlineData("vit", "visual.transformer.resblocks.0.attn.in_proj_weight", true)]
    [InlineData("vit", "transformer.resblocks.0.mlp.c_fc.weight", true)]
    [InlineData("vit", "visual.transformer.resblocks.0.ln_1.weight", false)]
    [InlineData("vit", "visual.conv1.weight", false)]
    [InlineData("vit", "visual.proj", false)]
    [InlineData("resnet", "visual.layer1.0.conv1.weight", true)]
    [InlineData("resnet", "visual.layer1.0.bn1.weight", false)]
    [InlineData("resnet", "visual.attnpool.c_proj.weight", false)]
    public void IsOfBlock_MatricesAndConvolutionsOfBlocks(string tower, string name, bool expected)
    {
        using var network = SmallClip.Random(tower);
        Assert.Equal(expected, TowerOptimizer.IsOfBlock(name, network.Parameters.Single(one => one.Name == name).Value));
    }

    [Theory]
    [InlineData("visual.transformer.resblocks.0.attn.in_proj_weight", true)]
    [InlineData("visual.transformer.resblocks.0.attn.in_proj_bias", false)]
    [InlineData("visual.transformer.resblocks.0.ln_1.weight", false)]
    [InlineData("visual.conv1.weight", true)]
    [InlineData("visual.class_embedding", false)]
    [InlineData("visual.positional_embedding", false)]
    [InlineData("positional_embedding", false)]
    [InlineData("text_projection", true)]
    [InlineData("logit_scale", false)]
    public void Decays_MatricesOnly(string name, bool expected)
    {
        using var network = SmallClip.Random("vit");
        Assert.Equal(expected, TowerOptimizer.Decays(name, network.Parameters.Single(one => one.Name == name).Value));
    }
}
