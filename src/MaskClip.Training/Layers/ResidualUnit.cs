using MaskClip.Towers;
using MaskClip.Training.Engine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>One residual block: mmseg's BasicBlock or Bottleneck, or CLIP's bottleneck with its average pools.</summary>
internal sealed class ResidualUnit : Module<Tensor, Tensor>
{
    private readonly ResidualBlock block;
    private readonly PaddedConvolution conv1;
    private readonly BatchNormalization bn1;
    private readonly PaddedConvolution conv2;
    private readonly BatchNormalization bn2;
    private readonly PaddedConvolution? conv3;
    private readonly BatchNormalization? bn3;
    private readonly ModuleList<Module<Tensor, Tensor>>? downsample;

    /// <summary>
    /// Creates a block; its last normalization starts at zero where the weights are random (mmseg's <c>zero_init_residual</c>).
    /// </summary>
    public ResidualUnit(NetworkParts parts, BackboneKind kind, ResidualBlock block, bool padsUnevenly = false)
        : base(nameof(ResidualUnit))
    {
        this.block = block;
        bool basic = kind is BackboneKind.Basic or BackboneKind.PlainBasic;
        int stride = kind == BackboneKind.Clip ? 1 : block.Stride;
        conv1 = basic
            ? new PaddedConvolution(parts, block.Input, block.Planes, 3, stride, block.Dilation, padsUnevenly: padsUnevenly)
            : new PaddedConvolution(parts, block.Input, block.Planes, 1);
        bn1 = new BatchNormalization(block.Planes);
        conv2 = basic
            ? new PaddedConvolution(parts, block.Planes, block.Planes, 3, dilation: block.SecondDilation)
            : new PaddedConvolution(parts, block.Planes, block.Planes, 3, stride, block.Dilation);
        bn2 = new BatchNormalization(block.Planes);
        if (!basic)
        {
            conv3 = new PaddedConvolution(parts, block.Planes, block.Output, 1);
            bn3 = new BatchNormalization(block.Output);
        }

        if (block.Projects)
        {
            downsample = ModuleList<Module<Tensor, Tensor>>(
                new PaddedConvolution(parts, block.Input, block.Output, 1, stride), new BatchNormalization(block.Output));
        }
        (bn3 ?? bn2).StartAtZero();
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var y = bn1.forward(conv1.forward(input)).relu_();
        y = bn2.forward(conv2.forward(y));
        if (conv3 is not null) y = bn3!.forward(conv3.forward(Pooled(y.relu_())));
        var shortcut = downsample is null ? input : downsample[1].call(downsample[0].call(Pooled(input)));
        return y.Add(shortcut, 1).relu_().MoveToOuterDisposeScope();
    }

    private Tensor Pooled(Tensor x)
    {
        if (!block.Pools) return x;
        return block.Stride == 2 ? functional.avg_pool2d(x, 2) : DilatedAverage(x, block.Dilation);
    }

    // The 2x2 mean of positions a dilation apart, right and bottom borders replicated, as in Towers/ModifiedResNet's graph.
    private static Tensor DilatedAverage(Tensor x, int dilation)
    {
        long height = x.shape[2], width = x.shape[3];
        var wide = functional.pad(x, [0, dilation, 0, dilation], PaddingModes.Replicate);
        var rows = wide.narrow(2, 0, height).Plus(wide.narrow(2, dilation, height));
        return rows.narrow(3, 0, width).Plus(rows.narrow(3, dilation, width)).Scale(0.25);
    }
}
