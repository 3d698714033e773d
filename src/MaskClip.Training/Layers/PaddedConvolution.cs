using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>A 2-d convolution whose channels are padded to a multiple of 32 while it computes, and only then.</summary>
/// <remarks>
/// libtorch 2.10's oneDNN kernels gave wrong gradients (off by 20 % for a dilated 3x3 of 2048 to 60) on an AMD Zen 5 where channel counts
/// were no multiple of 16, a photo's three among them, and for the last 16 of 48 where the kernel strides; an AMD Zen 4 gives right ones.
/// The parameters keep their true sizes: zeros are added in the forward pass, and their results cut off again, so nothing outside can see
/// them.
/// </remarks>
internal sealed class PaddedConvolution : Module<Tensor, Tensor>
{
    /// <summary>The multiple that is safe.</summary>
    public const int SafeMultiple = 32;

    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly long[] strides;
    private readonly long[] padding;
    private readonly long[] dilations;
    private readonly int groups;
    private readonly int output;
    private readonly long moreOutput;
    private readonly long moreInput;

    /// <summary>Whether a strided convolution pads one row and column less at the end, as CNTK does.</summary>
    private readonly bool padsUnevenly;

    /// <summary>Creates a convolution with kaiming-normal weights (mmcv's <c>kaiming_init</c>: fan out, ReLU) and no bias.</summary>
    public PaddedConvolution(
        NetworkParts parts,
        int input,
        int output,
        int kernel,
        int stride = 1,
        int dilation = 1,
        int groups = 1,
        bool padsUnevenly = false)
        : this(
            parts,
            output,
            input / groups,
            kernel,
            stride,
            dilation,
            groups,
            MathF.Sqrt(2f * groups / ((float)output * kernel * kernel)),
            withBias: false)
    {
        this.padsUnevenly = padsUnevenly && stride > 1 && kernel > 1;
        if (this.padsUnevenly) padding[0] = padding[1] = 0;
    }

    private PaddedConvolution(
        NetworkParts parts, int output, int inputOfGroup, int kernel, int stride, int dilation, int groups, float std, bool withBias)
        : base(nameof(PaddedConvolution))
    {
        this.output = output;
        this.groups = groups;
        long pad = kernel / 2 * dilation;
        strides = [stride, stride];
        padding = [pad, pad];
        dilations = [dilation, dilation];
        moreOutput = Missing(output, parts.ChannelMultiple);
        // A convolution of single channels has as many inputs as outputs.
        moreInput = groups > 1 ? moreOutput : Missing(inputOfGroup, parts.ChannelMultiple);
        weight = parts.Normal(std, output, inputOfGroup, kernel, kernel);
        bias = withBias ? new Parameter(zeros(output)) : null;
        register_parameter(nameof(weight), weight);
        if (bias is not null) register_parameter(nameof(bias), bias);
    }

    /// <summary>What it computes in while training; results and weights are fp32 all the same.</summary>
    public ScalarType Type { private get; set; } = ScalarType.Float32;

    /// <summary>Lets a module's convolutions compute in bf16 while training.</summary>
    public static void TrainInBFloat16(Module module)
    {
        foreach (var convolution in module.modules().OfType<PaddedConvolution>()) convolution.Type = ScalarType.BFloat16;
    }

    /// <summary>An ordinary classifier: a 1x1 convolution with bias, weights of deviation 0.01 (mmseg's <c>conv_seg</c>).</summary>
    public static PaddedConvolution Classifier(
        NetworkParts parts,
        int input,
        int output) => new(parts, output, input, kernel: 1, stride: 1, dilation: 1, groups: 1, std: 0.01f, withBias: true);

    /// <summary>A 1x1 convolution with rows <c>[c, d]</c> that live elsewhere, padded in the same way.</summary>
    public static Tensor Multiply(Tensor x, Tensor rows, int channelMultiple)
    {
        using var scope = NewDisposeScope();
        long count = rows.shape[0], moreRows = Missing(count, channelMultiple), moreInput = Missing(rows.shape[1], channelMultiple);
        var result = functional.conv2d(MoreChannels(x, moreInput), MoreKernels(rows.unsqueeze(-1).unsqueeze(-1), moreRows, moreInput));
        return FirstChannels(result, count).MoveToOuterDisposeScope();
    }

    /// <summary>A linear map of every position: a 1x1 convolution with bias that begins at 0.</summary>
    public static PaddedConvolution Map(NetworkParts parts, int input, int output) =>
        new(parts, output, input, kernel: 1, stride: 1, dilation: 1, groups: 1, std: 0, withBias: true);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (!padsUnevenly) return Padded(input);
        using var scope = NewDisposeScope();
        long pad = weight.shape[2] / 2 * dilations[0];
        return Padded(functional.pad(input, [pad, pad - 1, pad, pad - 1])).MoveToOuterDisposeScope();
    }

    private Tensor Padded(Tensor input)
    {
        if (!training || Type == ScalarType.Float32) return Convolve(input, weight, bias);
        using var scope = NewDisposeScope();
        return Convolve(input.to(Type), weight.to(Type), bias?.to(Type)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private Tensor Convolve(Tensor input, Tensor weights, Tensor? shifts)
    {
        if (moreOutput == 0 && moreInput == 0) return functional.conv2d(input, weights, shifts, strides, padding, dilations, groups);
        using var scope = NewDisposeScope();
        var kernels = MoreKernels(weights, moreOutput, groups > 1 ? 0 : moreInput);
        var more = shifts is null ? null : functional.pad(shifts, [0, moreOutput]);
        var result = functional.conv2d(
            MoreChannels(input, moreInput), kernels, more, strides, padding, dilations, groups > 1 ? groups + moreOutput : 1);
        return FirstChannels(result, output).MoveToOuterDisposeScope();
    }

    private static long Missing(long channels, int multiple) => (multiple - channels % multiple) % multiple;

    private static Tensor MoreChannels(Tensor map, long count) => count == 0 ? map : functional.pad(map, [0, 0, 0, 0, 0, count]);

    private static Tensor MoreKernels(Tensor kernels, long outputs, long inputs) =>
        outputs + inputs == 0 ? kernels : functional.pad(kernels, [0, 0, 0, 0, 0, inputs, 0, outputs]);

    private static Tensor FirstChannels(Tensor map, long count) => map.shape[1] == count ? map : map.narrow(1, 0, count);
}
