using MaskClip.Training.Engine;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MaskClip.Training.Layers;

/// <summary>What a network is built with: reproducible random numbers and the channel padding.</summary>
internal sealed class NetworkParts(int seed, int channelMultiple) : IDisposable
{
    private readonly Generator generator = new((ulong)seed);

    /// <summary>What convolutions pad their output channels to a multiple of; 1 for no padding.</summary>
    public int ChannelMultiple { get; } = channelMultiple;

    /// <summary>A parameter of normal numbers.</summary>
    public Parameter Normal(float std, params long[] shape)
    {
        using var values = randn(shape, generator: generator);
        return new Parameter(values.Scale(std));
    }

    /// <inheritdoc/>
    public void Dispose() => generator.Dispose();
}
