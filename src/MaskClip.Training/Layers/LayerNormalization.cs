using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>Layer normalization over the last dimension, in the type of its input.</summary>
internal sealed class LayerNormalization : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly float epsilon;

    /// <summary>Starts as the plain normalization.</summary>
    public LayerNormalization(int width, float epsilon)
        : base(nameof(LayerNormalization))
    {
        this.epsilon = epsilon;
        weight = new Parameter(ones(width));
        bias = new Parameter(zeros(width));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return functional.layer_norm(input, weight.shape, weight.to(input.dtype), bias.to(input.dtype), epsilon).MoveToOuterDisposeScope();
    }
}
