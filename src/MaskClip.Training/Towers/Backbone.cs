using MaskClip.Students;
using MaskClip.Towers;
using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Towers;

/// <summary>A residual network: images in, the maps of its first stage (stride 4) and last stage out.</summary>
internal sealed class Backbone : Module<Tensor, (Tensor Low, Tensor High)>
{
    private readonly BackboneKind kind;
    private readonly PaddedConvolution conv1;
    private readonly BatchNormalization bn1;
    private readonly PaddedConvolution? conv2;
    private readonly BatchNormalization? bn2;
    private readonly PaddedConvolution? conv3;
    private readonly BatchNormalization? bn3;
    private readonly ModuleList<ResidualUnit>[] stages;
    private readonly bool padsUnevenly;

    /// <summary>Builds a student's backbone, of output stride 8.</summary>
    public Backbone(NetworkParts parts, StudentBackbone backbone)
        : this(parts, backbone.Trunk, backbone.PadsUnevenly)
    {
    }

    /// <summary>Builds a network.</summary>
    public Backbone(NetworkParts parts, ResidualTrunk trunk, bool padsUnevenly = false)
        : base(nameof(Backbone))
    {
        kind = trunk.Kind;
        this.padsUnevenly = padsUnevenly;
        if (kind == BackboneKind.PlainBasic)
        {
            conv1 = new PaddedConvolution(parts, 3, trunk.Width, 7, stride: 2, padsUnevenly: padsUnevenly);
            bn1 = new BatchNormalization(trunk.Width);
        }
        else
        {
            int half = trunk.Width / 2;
            conv1 = new PaddedConvolution(parts, 3, half, 3, stride: 2);
            bn1 = new BatchNormalization(half);
            conv2 = new PaddedConvolution(parts, half, half, 3);
            bn2 = new BatchNormalization(half);
            conv3 = new PaddedConvolution(parts, half, trunk.Width, 3);
            bn3 = new BatchNormalization(trunk.Width);
        }

        RegisterComponents();
        stages =
        [
            .. trunk.Blocks()
                .GroupBy(block => block.Stage)
                .Select(stage => ModuleList([.. stage.Select(block => new ResidualUnit(parts, kind, block, padsUnevenly))])),
        ];
        for (int stage = 0; stage < stages.Length; stage++) register_module($"layer{stage + 1}", stages[stage]);
    }

    /// <inheritdoc/>
    public override (Tensor Low, Tensor High) forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var low = Stage(0, Stem(input));
        var high = low;
        for (int stage = 1; stage < stages.Length; stage++)
        {
            var former = high;
            high = Stage(stage, former);
            if (stage > 1) former.Dispose();
        }

        return (low.MoveToOuterDisposeScope(), high.MoveToOuterDisposeScope());
    }

    private Tensor Stem(Tensor x)
    {
        using var scope = NewDisposeScope();
        if (padsUnevenly) x = Moved(x);
        x = bn1.forward(conv1.forward(x)).relu_();
        if (conv2 is not null)
        {
            x = bn2!.forward(conv2.forward(x)).relu_();
            x = bn3!.forward(conv3!.forward(x)).relu_();
        }

        // Zeros are as good as nothing under a maximum: behind a ReLU no number is smaller.
        x = kind == BackboneKind.Clip ? functional.avg_pool2d(x, 2)
            : padsUnevenly ? functional.max_pool2d(functional.pad(x, [1, 0, 1, 0]), 3, 2)
            : functional.max_pool2d(x, 3, 2, 1);
        return x.MoveToOuterDisposeScope();
    }

    // Left and up by half a cell, as the exported graph does; the last row and column are repeated.
    private static Tensor Moved(Tensor x)
    {
        const long Half = StudentBackbone.OutputStride / 2;
        var padded = functional.pad(x, [0, Half, 0, Half], PaddingModes.Replicate);
        return padded.narrow(2, Half, x.shape[2]).narrow(3, Half, x.shape[3]).contiguous();
    }

    private Tensor Stage(int stage, Tensor x)
    {
        using var scope = NewDisposeScope();
        foreach (var block in stages[stage])
        {
            var former = x;
            x = block.forward(former);
        }

        return x.MoveToOuterDisposeScope();
    }
}
