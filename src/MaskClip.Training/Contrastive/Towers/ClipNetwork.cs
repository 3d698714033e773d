using MaskClip.Checkpoints;
using MaskClip.Towers;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Engine;
using MaskClip.Training.Layers;
using MaskClip.Training.Towers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Towers;

/// <summary>CLIP as it is trained: an image tower, a text tower, a table of tokens, and the scale of their cosines.</summary>
internal sealed class ClipNetwork : IDisposable
{
    private const float InitialScale = 1 / 0.07f; // openai/CLIP

    private readonly nn.Module image;
    private readonly TextTower text;

    /// <summary>Builds a network with random weights.</summary>
    /// <param name="config">Sizes and conventions; both towers.</param>
    /// <param name="seed">Of the random weights.</param>
    /// <param name="type">What transformer blocks and, while training, a ResNet's convolutions compute in: fp32 or bf16. Weights are
    /// fp32.</param>
    public ClipNetwork(ClipConfig config, int seed, ScalarType type = ScalarType.Float32)
    {
        Config = config;
        using var parts = new NetworkParts(seed, PaddedConvolution.SafeMultiple);
        image = config.Image switch
        {
            VisionTransformerConfig vit => new VisionTower(parts, vit, config.Activation, config.Epsilon, type),
            ModifiedResNetConfig resNet => new ResidualTower(parts, resNet, type == ScalarType.BFloat16),
            _ => throw new ArgumentException("The network has no image tower.", nameof(config)),
        };
        var words = config.Text ?? throw new ArgumentException("The network has no text tower.", nameof(config));
        text = new TextTower(parts, words, config.Activation, config.Epsilon, type);
        Tokens = new TokenTable(parts, words.VocabularySize, words.Width);
        Scale = new Parameter(tensor(MathF.Log(InitialScale)));
    }

    /// <summary>Sizes and conventions.</summary>
    public ClipConfig Config { get; }

    /// <summary>The image tower.</summary>
    public IImageTower Image => (IImageTower)image;

    /// <summary>The tokens' embeddings.</summary>
    public TokenTable Tokens { get; }

    /// <summary>Logarithm of what cosines are multiplied by.</summary>
    public Parameter Scale { get; private set; }

    /// <summary>Everything but the token table under openai/CLIP's names, running statistics included.</summary>
    public IEnumerable<(string Name, Tensor Value)> States =>
        (image is ResidualTower resNet ? resNet.States : StoredTensors.States(image)).Select(one => ($"visual.{one.Name}", one.Value))
            .Concat(StoredTensors.States(text))
            .Append(("logit_scale", Scale));

    /// <summary>What can be trained, without the token table.</summary>
    public IEnumerable<(string Name, Parameter Value)> Parameters =>
        States.Where(one => one.Value is Parameter).Select(one => (one.Name, (Parameter)one.Value));

    /// <summary>Moves everything.</summary>
    public void To(Device device)
    {
        if (device.type == DeviceType.CPU) return;
        image.to(device);
        text.to(device);
        Tokens.To(device);
        Scale = new Parameter(Scale.detach().to(device));
    }

    /// <summary>Whether batch normalization takes the batch's statistics, or those it has.</summary>
    public void Train(bool imageTower) => image.train(imageTower);

    /// <summary>Embeds texts; see <see cref="TextTower.Embed"/>.</summary>
    public Tensor Embed(TextTensors texts, Tensor rows) => text.Embed(texts, rows);

    /// <summary>Takes all weights from a checkpoint of the same architecture.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or of another size.</exception>
    public void Load(Checkpoint checkpoint)
    {
        foreach (var (name, value) in States)
        {
            if (name == "logit_scale" && !checkpoint.Tensors.ContainsKey(name)) continue;
            var source = checkpoint.Require(name);
            if (name == Config.Image!.PositionTensor) VisionTower.CopyPositions(source, value);
            else StoredTensors.Copy(source, value);
        }

        Tokens.Load(checkpoint);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        image.Dispose();
        text.Dispose();
        Tokens.Dispose();
        Scale.Dispose();
    }
}
