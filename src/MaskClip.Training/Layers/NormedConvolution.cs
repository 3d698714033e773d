using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>Convolution, batch normalization, ReLU: mmcv's <c>ConvModule</c>.</summary>
internal sealed class NormedConvolution : Module<Tensor, Tensor>
{
    private readonly PaddedConvolution conv;
    private readonly BatchNormalization bn;

    /// <summary>Creates the three.</summary>
    public NormedConvolution(NetworkParts parts, int input, int output, int kernel, int stride = 1, int dilation = 1, int groups = 1)
        : base(nameof(NormedConvolution))
    {
        conv = new PaddedConvolution(parts, input, output, kernel, stride, dilation, groups);
        bn = new BatchNormalization(output);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return bn.forward(conv.forward(input)).relu_().MoveToOuterDisposeScope();
    }
}
