using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>
/// A vision transformer's first layer: a convolution whose stride is its size, as a product with patches that were cut before.
/// </summary>
internal sealed class PatchProjection : Module<Tensor, Tensor>
{
    private readonly Parameter weight;

    /// <summary>Side of a patch, in pixels.</summary>
    public int Side { get; }

    /// <summary>Creates the layer.</summary>
    public PatchProjection(NetworkParts parts, int width, int patch)
        : base(nameof(PatchProjection))
    {
        Side = patch;
        weight = parts.Normal(1 / MathF.Sqrt(3f * patch * patch), width, 3, patch, patch);
        RegisterComponents();
    }

    /// <summary><c>[n, patches, 3·p·p]</c> to <c>[n, patches, width]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return functional.linear(input, weight.view(weight.shape[0], -1).to(input.dtype)).MoveToOuterDisposeScope();
    }
}
