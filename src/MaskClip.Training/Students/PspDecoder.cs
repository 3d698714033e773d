using MaskClip.Students;
using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Students;

/// <summary>PSPNet's head up to the features: means over regions beside the last map (mmseg's <c>PSPHead</c>).</summary>
internal sealed class PspDecoder : Module<Tensor, Tensor>
{
    private readonly ModuleList<NormedConvolution> pools;
    private readonly NormedConvolution bottleneck;

    /// <summary>Builds the head.</summary>
    public PspDecoder(NetworkParts parts, StudentConfig config)
        : base(nameof(PspDecoder))
    {
        int input = config.Backbone!.Channels, output = config.EmbeddingSize, count = StudentConfig.PoolSizes.Count;
        pools = ModuleList<NormedConvolution>(
            [.. StudentConfig.PoolSizes.Select(_ => new NormedConvolution(parts, input, output, kernel: 1))]);
        bottleneck = new NormedConvolution(parts, input + count * output, output, kernel: 3);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        long height = input.shape[2], width = input.shape[3];
        var means = StudentConfig.PoolSizes.Select((regions, index) => functional.interpolate(
            pools[index].forward(functional.adaptive_avg_pool2d(input, [regions, regions])),
            size: [height, width],
            mode: InterpolationMode.Bilinear,
            align_corners: false));
        return bottleneck.forward(cat([input, .. means], 1)).MoveToOuterDisposeScope();
    }
}
