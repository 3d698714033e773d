using MaskClip.Students;
using MaskClip.Training.Engine;
using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Students;

/// <summary>
/// DeepLabv2's or DeepLabv3+'s head up to the features (mmseg's <c>ASPPHeadV2</c> of the released code, <c>DepthwiseSeparableASPPHead</c>).
/// </summary>
internal sealed class Decoder : Module<Tensor, Tensor, Tensor>
{
    private readonly ModuleList<Module<Tensor, Tensor>> aspp;
    private readonly NormedConvolution? pool;
    private readonly NormedConvolution? bottleneck;
    private readonly NormedConvolution? low;
    private readonly ModuleList<SeparableConvolution>? merge;

    /// <summary>Builds the head.</summary>
    public Decoder(NetworkParts parts, StudentConfig config)
        : base(nameof(Decoder))
    {
        int input = config.Backbone!.Channels, output = config.EmbeddingSize;
        bool separable = config.Decoder == StudentDecoder.DeepLabV3Plus;
        aspp = ModuleList<Module<Tensor, Tensor>>(
            [.. config.Dilations.Select(dilation => Branch(parts, input, output, dilation, separable))]);
        if (separable)
        {
            pool = new NormedConvolution(parts, input, output, kernel: 1);
            bottleneck = new NormedConvolution(parts, (config.Dilations.Count + 1) * output, output, kernel: 3);
            low = new NormedConvolution(parts, config.Backbone.LowChannels, StudentConfig.LowLevelChannels, kernel: 1);
            merge = ModuleList<SeparableConvolution>(
                new SeparableConvolution(parts, output + StudentConfig.LowLevelChannels, output),
                new SeparableConvolution(parts, output, output));
        }

        RegisterComponents();
    }

    /// <summary>Maps of the first and of the last stage to features.</summary>
    public override Tensor forward(Tensor first, Tensor last)
    {
        if (merge is null) return Sum(last);
        using var scope = NewDisposeScope();
        var x = bottleneck!.forward(Pyramid(last));
        x = functional.interpolate(x, size: [first.shape[2], first.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false);
        x = cat([x, low!.forward(first)], 1);
        foreach (var step in merge) x = step.forward(x);
        return x.MoveToOuterDisposeScope();
    }

    private Tensor Sum(Tensor x)
    {
        using var scope = NewDisposeScope();
        var sum = aspp[0].call(x);
        for (int branch = 1; branch < aspp.Count; branch++)
        {
            using var more = aspp[branch].call(x);
            sum = sum.Plus(more); // not in place: each branch's ReLU needs its result for the gradient
        }

        return sum.MoveToOuterDisposeScope();
    }

    private Tensor Pyramid(Tensor x)
    {
        using var scope = NewDisposeScope();
        // Upsampling a single position bilinearly is repeating it.
        var whole = pool!.forward(x.mean([2L, 3L], keepdim: true)).expand(-1, -1, x.shape[2], x.shape[3]);
        return cat([whole, .. aspp.Select(branch => branch.call(x))], 1).MoveToOuterDisposeScope();
    }

    private static Module<Tensor, Tensor> Branch(NetworkParts parts, int input, int output, int dilation, bool separable)
    {
        if (dilation == 1) return new NormedConvolution(parts, input, output, kernel: 1);
        return separable
            ? new SeparableConvolution(parts, input, output, dilation)
            : new NormedConvolution(parts, input, output, kernel: 3, dilation: dilation);
    }
}
