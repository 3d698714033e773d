using MaskClip.Checkpoints;
using MaskClip.Towers;
using MaskClip.Training.Engine;
using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Towers;

/// <summary>
/// CLIP's vision transformer, with openai/CLIP's names (<c>VisionTransformer</c>); sees all patches of a picture, or some (FLIP, arXiv
/// 2212.00794).
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
    private readonly LayerNormalization before;

    private readonly Transformer transformer;

    [ComponentName(Name = "ln_post")]
    private readonly LayerNormalization after;

    [ComponentName(Name = "proj")]
    private readonly Parameter projection;

    private readonly ScalarType type;

    /// <summary>Creates the tower.</summary>
    /// <param name="parts">Random numbers.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="activation">Of the perceptrons.</param>
    /// <param name="epsilon">What layer normalizations add to the variance.</param>
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
        before = new LayerNormalization(width, epsilon);
        transformer = new Transformer(parts, new TransformerShape(width, config.Layers, config.Heads, activation, epsilon));
        after = new LayerNormalization(width, epsilon);
        projection = parts.Normal(std, width, config.EmbeddingSize);
        if (LocalAttention.Fits(width, config.Heads)) BeginLocally(grid, config.Heads);
        RegisterComponents();
    }

    /// <summary>Copies position embeddings, resized where their grid is another.</summary>
    public static void CopyPositions(CheckpointTensor source, Tensor target)
    {
        if (source.Shape is not [var rows, var width] || width != target.shape[1] || rows == target.shape[0])
        {
            StoredTensors.Copy(source, target);
            return;
        }

        int side = (int)Math.Round(Math.Sqrt(rows - 1)), grid = (int)Math.Round(Math.Sqrt(target.shape[0] - 1));
        using var none = no_grad();
        using var values = tensor(PositionEmbedding.Resize(source.ToArray(), side, width, grid, grid, PositionResize.Size), target.shape);
        target.copy_(values);
    }

    /// <inheritdoc/>
    public bool Tracks
    {
        set { } // layer normalization has no running statistics
    }

    /// <inheritdoc/>
    public ImageEmbeddings Embed(PictureTensors pictures, bool places)
    {
        using var scope = NewDisposeScope();
        var where = positions.index_select(0, pictures.Patches!.view(-1)).view(pictures.Pixels.shape[0], -1, positions.shape[1]);
        var x = BeforeLast(pictures.Pixels, where, type);
        var whole = Normed(transformer.Last.One(x, x.narrow(1, 0, 1), null)).matmul(projection).squeeze(1);
        var local = places ? Values(x).matmul(projection) : null;
        return new ImageEmbeddings(whole.MoveToOuterDisposeScope(), local?.MoveToOuterDisposeScope());
    }

    /// <summary>What the projection of a token's value is made with, <c>[width, d]</c>.</summary>
    public Tensor Projection => projection;

    /// <summary>Every patch's token as the method <c>maskclip</c> reads it, before the projection.</summary>
    /// <param name="images">Normalized, <c>[n, 3, h, w]</c>, sides multiples of the patch; position embeddings are resized to their
    /// grid.</param>
    /// <param name="computing">What blocks compute in.</param>
    /// <returns><c>[n, patches, width]</c>, row by row.</returns>
    public Tensor Places(Tensor images, ScalarType computing)
    {
        using var scope = NewDisposeScope();
        long count = images.shape[0], rows = images.shape[2] / patches.Side, columns = images.shape[3] / patches.Side;
        var cut = images.view(count, 3, rows, patches.Side, columns, patches.Side)
            .permute(0, 2, 4, 1, 3, 5)
            .reshape(count, rows * columns, -1);
        return Values(BeforeLast(cut, PositionsOf(rows, columns), computing)).MoveToOuterDisposeScope();
    }

    private void BeginLocally(int grid, int heads)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        positions.narrow(0, 1, grid * grid).copy_(LocalAttention.Positions(grid, (int)positions.shape[1]));
        transformer.BeginLocally((int)positions.shape[1], heads);
    }

    private Tensor BeforeLast(Tensor pixels, Tensor where, ScalarType computing)
    {
        var x = patches.forward(pixels.to(computing));
        var lead = first.Plus(positions.select(0, 0)).view(1, 1, -1).expand(pixels.shape[0], 1, -1);
        x = cat([lead.to(computing), x.Plus(where.to(computing))], 1);
        return transformer.BeforeLast(before.forward(x), causal: false);
    }

    private Tensor Values(Tensor x) => Normed(transformer.Last.Values(x.narrow(1, 1, x.shape[1] - 1)));

    private Tensor Normed(Tensor tokens) => after.forward(tokens.to(projection.dtype));

    private Tensor PositionsOf(long rows, long columns)
    {
        long grid = (long)Math.Sqrt(positions.shape[0] - 1), width = positions.shape[1];
        var table = positions.narrow(0, 1, grid * grid);
        if (rows == grid && columns == grid) return table.unsqueeze(0);
        var map = functional.interpolate(
            table.t().reshape(1, width, grid, grid), size: [rows, columns], mode: InterpolationMode.Bicubic, align_corners: false);
        return map.view(1, width, -1).transpose(1, 2);
    }
}
