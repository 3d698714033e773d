using MaskClip.Students;
using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Students;

/// <summary>Reads the features of a patch's quarters from its token: masks twice as fine as the transformer's grid.</summary>
internal sealed class QuarterDecoder : Module
{
    private const int Parts = StudentTransformer.Parts;

    private readonly Parameter weight;
    private readonly int size;

    /// <summary>Creates the layer.</summary>
    /// <param name="parts">Random numbers.</param>
    /// <param name="width">Of a token.</param>
    /// <param name="size">Length of a feature.</param>
    public QuarterDecoder(NetworkParts parts, int width, int size)
        : base(nameof(QuarterDecoder))
    {
        this.size = size;
        weight = parts.Normal(1 / MathF.Sqrt(width), Parts * Parts * size, width);
        RegisterComponents();
    }

    /// <summary>Lets all quarters begin as the whole patch, read by CLIP's projection <c>[width, d]</c>.</summary>
    public void Begin(Tensor projection)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        weight.copy_(projection.t().repeat(Parts * Parts, 1));
    }

    /// <summary>Tokens <c>[n, rows·columns, width]</c> to features of unit length <c>[n, d, 2·rows, 2·columns]</c>.</summary>
    public Tensor Features(Tensor tokens, long rows, long columns)
    {
        using var scope = NewDisposeScope();
        var parts = functional.linear(tokens, weight).view(tokens.shape[0], rows, columns, Parts, Parts, size);
        var map = parts.permute(0, 5, 1, 3, 2, 4).reshape(tokens.shape[0], size, Parts * rows, Parts * columns);
        return functional.normalize(map, dim: 1).MoveToOuterDisposeScope();
    }
}
