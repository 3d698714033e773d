using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>
/// A 3x3 convolution of each channel by itself, then a 1x1 over channels, both normed: mmcv's <c>DepthwiseSeparableConvModule</c>.
/// </summary>
internal sealed class SeparableConvolution : Module<Tensor, Tensor>
{
    private readonly NormedConvolution depthwise;
    private readonly NormedConvolution pointwise;

    /// <summary>Creates the two.</summary>
    public SeparableConvolution(NetworkParts parts, int input, int output, int dilation = 1)
        : base(nameof(SeparableConvolution))
    {
        depthwise = new NormedConvolution(parts, input, input, kernel: 3, dilation: dilation, groups: input);
        pointwise = new NormedConvolution(parts, input, output, kernel: 1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var between = depthwise.forward(input);
        return pointwise.forward(between);
    }
}
