using MaskClip.Towers;
using MaskClip.Training.Engine;
using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Towers;

/// <summary>CLIP's ModifiedResNet, with openai/CLIP's names.</summary>
internal sealed class ResidualTower : Module, IImageTower
{
    private readonly Backbone trunk;
    private readonly AttentionPool attnpool;

    /// <summary>Creates the tower.</summary>
    /// <param name="parts">Random numbers.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="bf16">Whether convolutions compute in bf16 while training.</param>
    public ResidualTower(NetworkParts parts, ModifiedResNetConfig config, bool bf16)
        : base(nameof(ResidualTower))
    {
        trunk = new Backbone(
            parts, new ResidualTrunk(BackboneKind.Clip, config.Layers, config.Width / 32, ModifiedResNetConfig.TrainedStride));
        attnpool = new AttentionPool(parts, config);
        RegisterComponents();
        if (bf16) PaddedConvolution.TrainInBFloat16(trunk);
    }

    /// <inheritdoc/>
    public bool Tracks
    {
        set
        {
            foreach (var norm in trunk.modules().OfType<BatchNormalization>()) norm.Tracks = value;
        }
    }

    /// <summary>What is stored of it: the trunk's tensors lie beside the pooling's, as in openai/CLIP.</summary>
    public IEnumerable<(string Name, Tensor Value)> States =>
        StoredTensors.States(trunk).Concat(StoredTensors.States(attnpool).Select(one => ($"{nameof(attnpool)}.{one.Name}", one.Value)));

    /// <inheritdoc/>
    public ImageEmbeddings Embed(PictureTensors pictures, bool places)
    {
        using var scope = NewDisposeScope();
        var (_, high) = trunk.forward(pictures.Pixels);
        var whole = attnpool.forward(high).MoveToOuterDisposeScope();
        return new ImageEmbeddings(whole, places ? attnpool.Values(high).MoveToOuterDisposeScope() : null);
    }
}
