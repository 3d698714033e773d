using MaskClip.Towers;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Engine;
using MaskClip.Training.Layers;
using MaskClip.Training.Towers;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Transformer = MaskClip.Training.Towers.Transformer;

namespace MaskClip.Training.Contrastive.Towers;

/// <summary>CLIP's text transformer, with openai/CLIP's names; its token table is a <see cref="TokenTable"/> of its own.</summary>
internal sealed class TextTower : Module
{
    [ComponentName(Name = "positional_embedding")]
    private readonly Parameter positions;

    private readonly Transformer transformer;

    [ComponentName(Name = "ln_final")]
    private readonly LayerNormalization after;

    [ComponentName(Name = "text_projection")]
    private readonly Parameter projection;

    private readonly ScalarType type;

    /// <summary>Creates the tower.</summary>
    /// <param name="parts">Random numbers.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="activation">Of the perceptrons.</param>
    /// <param name="epsilon">What layer normalizations add to the variance.</param>
    /// <param name="type">What the blocks compute in.</param>
    public TextTower(NetworkParts parts, TextTowerConfig config, Activation activation, float epsilon, ScalarType type)
        : base(nameof(TextTower))
    {
        this.type = type;
        positions = parts.Normal(0.01f, config.ContextLength, config.Width);
        transformer = new Transformer(parts, new TransformerShape(config.Width, config.Layers, config.Heads, activation, epsilon));
        after = new LayerNormalization(config.Width, epsilon);
        projection = parts.Normal(1 / MathF.Sqrt(config.Width), config.Width, config.EmbeddingSize);
        RegisterComponents();
    }

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="rows">Embeddings of the tokens that the batch has, <c>[rows, width]</c>.</param>
    /// <returns><c>[texts, d]</c>, not normalized.</returns>
    public Tensor Embed(TextTensors texts, Tensor rows)
    {
        using var scope = NewDisposeScope();
        long count = texts.Tokens.shape[0], length = texts.Tokens.shape[1];
        var x = rows.index_select(0, texts.Tokens.view(-1)).view(count, length, -1).Plus(positions.narrow(0, 0, length)).to(type);
        var end = texts.Ends.view(-1, 1, 1).expand(-1, 1, x.shape[2]);
        x = transformer.BeforeLast(x, causal: true);
        x = transformer.Last.One(x, x.gather(1, end), texts.Visible);
        var read = after.forward(x.squeeze(1).to(ScalarType.Float32));
        return read.matmul(projection).MoveToOuterDisposeScope();
    }
}
