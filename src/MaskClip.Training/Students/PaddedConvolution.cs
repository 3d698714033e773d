using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Students;

/// <summary>A 2-d convolution whose output channels are padded to a multiple of 16 while it computes, and only then.</summary>
/// <remarks>
/// libtorch's oneDNN kernels have given wrong gradients where channel counts are no multiple of 16. The parameters keep their true sizes: the
/// rows of zeros are added in the forward pass, and their results cut off again, so nothing outside can see them.
/// </remarks>
internal sealed class PaddedConvolution : Module<Tensor, Tensor>
{
    /// <summary>The multiple that is safe.</summary>
    public const int SafeMultiple = 16;

    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly long[] strides;
    private readonly long[] padding;
    private readonly long[] dilations;
    private readonly int groups;
    private readonly int output;
    private readonly int extra;

    /// <summary>Creates a convolution with kaiming-normal weights (mmcv's <c>kaiming_init</c>: fan out, ReLU) and no bias.</summary>
    public PaddedConvolution(NetworkParts parts, int input, int output, int kernel, int stride = 1, int dilation = 1, int groups = 1)
        : this(parts, output, input / groups, kernel, stride, dilation, groups, MathF.Sqrt(2f * groups / ((float)output * kernel * kernel)), withBias: false)
    {
    }

    private PaddedConvolution(NetworkParts parts, int output, int inputOfGroup, int kernel, int stride, int dilation, int groups, float std, bool withBias)
        : base(nameof(PaddedConvolution))
    {
        this.output = output;
        this.groups = groups;
        long pad = kernel / 2 * dilation;
        strides = [stride, stride];
        padding = [pad, pad];
        dilations = [dilation, dilation];
        extra = (parts.ChannelMultiple - output % parts.ChannelMultiple) % parts.ChannelMultiple;
        weight = parts.Normal(std, output, inputOfGroup, kernel, kernel);
        bias = withBias ? new Parameter(zeros(output)) : null;
        register_parameter(nameof(weight), weight);
        if (bias is not null) register_parameter(nameof(bias), bias);
    }

    /// <summary>An ordinary classifier: a 1x1 convolution with bias, weights of deviation 0.01 (mmseg's <c>conv_seg</c>).</summary>
    public static PaddedConvolution Classifier(NetworkParts parts, int input, int output) => new(parts, output, input, kernel: 1, stride: 1, dilation: 1, groups: 1, std: 0.01f, withBias: true);

    /// <summary>A 1x1 convolution with rows <c>[c, d]</c> that live elsewhere, padded in the same way.</summary>
    public static Tensor Multiply(Tensor x, Tensor rows, int channelMultiple)
    {
        using var scope = NewDisposeScope();
        long count = rows.shape[0], extra = (channelMultiple - count % channelMultiple) % channelMultiple;
        var kernel = rows.unsqueeze(-1).unsqueeze(-1);
        var result = functional.conv2d(x, extra == 0 ? kernel : ZeroRows(kernel, extra));
        return (extra == 0 ? result : result.narrow(1, 0, count)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (extra == 0) return functional.conv2d(input, weight, bias, strides, padding, dilations, groups);
        using var scope = NewDisposeScope();
        var x = groups == 1 ? input : functional.pad(input, [0, 0, 0, 0, 0, extra]);
        var wide = functional.conv2d(x, ZeroRows(weight, extra), bias is null ? null : functional.pad(bias, [0, extra]), strides, padding, dilations, groups == 1 ? 1 : groups + extra);
        return wide.narrow(1, 0, output).MoveToOuterDisposeScope();
    }

    private static Tensor ZeroRows(Tensor weight, long count) => functional.pad(weight, [0, 0, 0, 0, 0, 0, 0, count]);
}
