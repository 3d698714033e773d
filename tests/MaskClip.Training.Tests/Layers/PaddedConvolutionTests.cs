using MaskClip.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Tests.Layers;

public sealed class PaddedConvolutionTests
{
    [Theory]
    [InlineData(2048, 60, 3, 6, 1)] // where wrong gradients were seen, on an AMD Zen 5, without the padding
    [InlineData(2048, 64, 3, 6, 1)]
    [InlineData(512, 44, 3, 12, 1)]
    [InlineData(60, 64, 3, 6, 1)]
    [InlineData(60, 60, 3, 2, 1)]
    [InlineData(40, 40, 3, 1, 1)]
    [InlineData(300, 300, 3, 1, 300)]
    [InlineData(304, 304, 3, 12, 304)]
    [InlineData(256, 11, 1, 1, 1)]
    [InlineData(256, 171, 1, 1, 1)]
    [InlineData(3, 40, 3, 1, 1)]
    public void Gradients_AnyChannels_AgreeWithFloat64(int input, int output, int kernel, int dilation, int groups)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var parts = new NetworkParts(1, PaddedConvolution.SafeMultiple);
        var padded = new PaddedConvolution(parts, input, output, kernel, dilation: dilation, groups: groups);
        Tensor x = randn([2, input, 21, 21], generator: generator), direction = randn([2, output, 21, 21], generator: generator);
        var weight = padded.parameters().Single();

        var exact = Run(
            x.to(float64), weight.detach().to(float64), direction.to(float64), (map, kernels) => Plain(map, kernels, dilation, groups));
        Assert.All(Errors(Run(x, weight, direction, (map, _) => padded.forward(map)), exact), error => Assert.InRange(error, 0, 1e-5));
        // Not asserted, since it depends on the processor: what the padding protects from.
        var plain = Errors(Run(x, weight.detach(), direction, (map, kernels) => Plain(map, kernels, dilation, groups)), exact);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"without padding, this processor is off by (result, input, weights) {string.Join(", ", plain.Select(error =>
                $"{error:g2}"))}");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)] // where 48 channels gave wrong gradients for the last 16, on an AMD Zen 5
    [InlineData(80)]
    [InlineData(96)]
    [InlineData(160)]
    public void Gradients_Strided_AgreeWithFloat64(int channels)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var parts = new NetworkParts(1, PaddedConvolution.SafeMultiple);
        var padded = new PaddedConvolution(parts, channels, channels, 3, stride: 2);
        Tensor x = randn([2, channels, 16, 16], generator: generator), direction = randn([2, channels, 8, 8], generator: generator);
        var weight = padded.parameters().Single();
        var exact = Run(
            x.to(float64), weight.detach()
                .to(float64), direction.to(float64), (map, kernels) => functional.conv2d(map, kernels, null, [2, 2], [1, 1]));
        Assert.All(Errors(Run(x, weight, direction, (map, _) => padded.forward(map)), exact), error => Assert.InRange(error, 0, 1e-5));
    }

    [Theory]
    [InlineData(24, 11, 1)]
    [InlineData(24, 24, 24)]
    [InlineData(32, 48, 1)]
    public void Forward_PaddedOrNot_IsTheSameInFloat64(int input, int output, int groups)
    {
        using var scope = NewDisposeScope();
        using NetworkParts padding = new(5, PaddedConvolution.SafeMultiple), none = new(5, 1);
        var padded = new PaddedConvolution(padding, input, output, 3, stride: 2, dilation: 2, groups: groups).to(float64);
        var plain = new PaddedConvolution(none, input, output, 3, stride: 2, dilation: 2, groups: groups).to(float64);
        var x = randn(2, input, 19, 17, dtype: float64);
        Assert.Equal([output, input / groups, 3, 3], padded.parameters().Single().shape);
        Assert.True((padded.forward(x) - plain.forward(x)).abs().max().item<double>() < 1e-12);
    }

    [Theory]
    [InlineData(1024, 256, 3, 4, 1)]
    [InlineData(300, 44, 3, 6, 1)]
    [InlineData(40, 40, 3, 2, 40)]
    [InlineData(256, 11, 1, 1, 1)]
    [InlineData(3, 40, 3, 1, 1)]
    public void InBFloat16_WhileTraining_GradientsAgreeToItsPrecision_AndAfterwardsItIsAsBefore(
        int input, int output, int kernel, int dilation, int groups)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var parts = new NetworkParts(1, PaddedConvolution.SafeMultiple);
        var convolution = new PaddedConvolution(parts, input, output, kernel, dilation: dilation, groups: groups);
        Tensor x = randn([2, input, 21, 21], generator: generator), direction = randn([2, output, 21, 21], generator: generator);
        var weight = convolution.parameters().Single();
        var before = convolution.forward(x);
        convolution.Type = bfloat16;

        var exact = Run(
            x.to(float64), weight.detach().to(float64), direction.to(float64), (map, kernels) => Plain(map, kernels, dilation, groups));
        var errors = Errors(Run(x, weight, direction, (map, _) => convolution.forward(map)), exact);
        Assert.All(errors, error => Assert.InRange(error, 1e-4, 0.02)); // below would not be bf16
        convolution.eval();
        Assert.Equal(before.data<float>().ToArray(), convolution.forward(x).data<float>().ToArray());
    }

    private static Tensor Plain(Tensor x, Tensor weight, int dilation, int groups)
    {
        long pad = weight.shape[2] / 2 * dilation;
        return functional.conv2d(x, weight, null, [1, 1], [pad, pad], [dilation, dilation], groups);
    }

    private static (Tensor Result, Tensor Input, Tensor Weight) Run(
        Tensor x, Tensor weight, Tensor direction, Func<Tensor, Tensor, Tensor> convolve)
    {
        Tensor from = x.clone().requires_grad_(), kernels = weight.is_leaf && weight.requires_grad
            ? weight
            : weight.clone().requires_grad_();
        var result = convolve(from, kernels);
        result.backward([direction]);
        return (result, from.grad!, kernels.grad!);
    }

    private static double[] Errors((Tensor, Tensor, Tensor) actual, (Tensor, Tensor, Tensor) exact) =>
        [Error(actual.Item1, exact.Item1), Error(actual.Item2, exact.Item2), Error(actual.Item3, exact.Item3)];

    private static double Error(Tensor actual, Tensor exact) =>
        ((actual.to(float64) - exact).abs().max() / exact.abs().max()).item<double>();
}
