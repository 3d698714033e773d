using MaskClip.Checkpoints;
using MaskClip.Students;
using MaskClip.Training.Engine;
using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Students;

/// <summary>
/// A linear map of every position, and beside it what is around: dilated convolutions of few channels, summed, whose last layer begins at
/// zero. So the student begins as exactly what its map gives. Features have unit length.
/// </summary>
internal sealed class ContextDecoder : Module<Tensor, Tensor>
{
    private readonly PaddedConvolution map;
    private readonly NormedConvolution reduce;
    private readonly ModuleList<NormedConvolution> aspp;
    private readonly PaddedConvolution last;

    /// <summary>Builds the head; its map is zero until <see cref="Begin"/> gives it one.</summary>
    public ContextDecoder(NetworkParts parts, StudentConfig config)
        : base(nameof(ContextDecoder))
    {
        const int Channels = StudentConfig.ContextChannels;
        int input = config.Backbone!.Channels;
        map = PaddedConvolution.Map(parts, input, config.EmbeddingSize);
        reduce = new NormedConvolution(parts, input, Channels, kernel: 1);
        aspp = ModuleList<NormedConvolution>(
            [.. config.Dilations.Select(dilation => new NormedConvolution(parts, Channels, Channels, kernel: 3, dilation: dilation))]);
        last = PaddedConvolution.Map(parts, Channels, config.EmbeddingSize);
        RegisterComponents();
    }

    /// <summary>Takes a bridge model's map.</summary>
    /// <param name="weight"><c>[d, channels]</c>.</param>
    /// <param name="bias"><c>[d]</c>.</param>
    public void Begin(CheckpointTensor weight, CheckpointTensor bias)
    {
        using var none = no_grad();
        foreach (var (name, parameter) in map.named_parameters())
        {
            var source = name == "bias" ? bias : weight;
            using var values = tensor(source.ToArray());
            parameter.copy_(values.view(parameter.shape));
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var reduced = reduce.forward(input);
        var around = aspp[0].forward(reduced);
        for (int branch = 1; branch < aspp.Count; branch++) around = around.Plus(aspp[branch].forward(reduced));
        var features = map.forward(input).Plus(last.forward(around));
        return (features / features.norm(1, keepdim: true).clamp_min(1e-12)).MoveToOuterDisposeScope();
    }
}
