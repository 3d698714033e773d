using MaskClip.Clip;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Engine;
using MaskClip.Training.Students;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Contrastive.Towers;

/// <summary>
/// CLIP's vision transformer, with openai/CLIP's names (<c>VisionTransformer</c>); sees all patches of a picture, or some (FLIP, arXiv 2212.00794).
/// </summary>
internal sealed class VisionTower : Module, IImageTower
{
    [ComponentName(Name = "conv1")]
    private readonly PatchProjection patches;

    [ComponentName(Name = "class_embedding")]
    private readonly Parameter first;

    [ComponentName(Name = "positional_embedding")]
    private readonly Parameter positions;

    [ComponentName(Name = "ln_pre")]
    private readonly LayerNormalisation before;

    private readonly Transformer transformer;

    [ComponentName(Name = "ln_post")]
    private readonly LayerNormalisation after;

    [ComponentName(Name = "proj")]
    private readonly Parameter projection;

    private readonly ScalarType type;

    /// <summary>Creates the tower.</summary>
    /// <param name="parts">Random numbers.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="activation">Of the perceptrons.</param>
    /// <param name="epsilon">What layer normalisations add to the variance.</param>
    /// <param name="type">What the blocks compute in.</param>
    public VisionTower(NetworkParts parts, VisionTransformerConfig config, Activation activation, float epsilon, ScalarType type)
        : base(nameof(VisionTower))
    {
        this.type = type;
        int width = config.Width, grid = config.ImageSize / config.PatchSize;
        float std = 1 / MathF.Sqrt(width);
        patches = new PatchProjection(parts, width, config.PatchSize);
        first = parts.Normal(std, width);
        positions = parts.Normal(std, 1 + grid * grid, width);
        before = new LayerNormalisation(width, epsilon);
        transformer = new Transformer(parts, new TransformerShape(width, config.Layers, config.Heads, activation, epsilon));
        after = new LayerNormalisation(width, epsilon);
        projection = parts.Normal(std, width, config.EmbeddingSize);
        if (LocalAttention.Fits(width, config.Heads)) BeginLocally(grid, config.Heads);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public bool Tracks
    {
        set { } // layer normalisation has no running statistics
    }

    /// <inheritdoc/>
    public ImageEmbeddings Embed(PictureTensors pictures, bool places)
    {
        using var scope = NewDisposeScope();
        long count = pictures.Pixels.shape[0];
        var x = patches.forward(pictures.Pixels.to(type));
        var where = positions.index_select(0, pictures.Patches!.view(-1)).view(count, -1, positions.shape[1]);
        var lead = first.Plus(positions.select(0, 0)).view(1, 1, -1).expand(count, 1, -1);
        x = cat([lead.to(type), x.Plus(where.to(type))], 1);
        x = transformer.BeforeLast(before.forward(x), causal: false);
        var whole = Read(transformer.Last.One(x, x.narrow(1, 0, 1), null)).squeeze(1);
        var local = places ? Read(transformer.Last.Values(x.narrow(1, 1, x.shape[1] - 1))) : null;
        return new ImageEmbeddings(whole.MoveToOuterDisposeScope(), local?.MoveToOuterDisposeScope());
    }

    private void BeginLocally(int grid, int heads)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        positions.narrow(0, 1, grid * grid).copy_(LocalAttention.Positions(grid, (int)positions.shape[1]));
        transformer.BeginLocally((int)positions.shape[1], heads);
    }

    private Tensor Read(Tensor tokens) => after.forward(tokens.to(ScalarType.Float32)).matmul(projection);
}
