using MaskClip.Training.Engine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>A linear layer that computes in the type of its input; its parameters stay fp32.</summary>
internal sealed class LinearLayer : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>Creates a layer with normal weights and no shift.</summary>
    public LinearLayer(NetworkParts parts, int input, int output, float std)
        : base(nameof(LinearLayer))
    {
        weight = parts.Normal(std, output, input);
        bias = new Parameter(zeros(output));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => forward(input, 1, 1);

    /// <summary>The layer with its weights and shifts multiplied by numbers: cheaper than multiplying what goes in or comes out.</summary>
    public Tensor forward(Tensor input, double weights, double shifts)
    {
        using var scope = NewDisposeScope();
        return functional.linear(input, As(weight, weights, input), As(bias, shifts, input)).MoveToOuterDisposeScope();
    }

    private static Tensor As(Tensor parameter, double factor, Tensor like) =>
        (factor == 1 ? parameter : parameter.Times(factor)).to(like.dtype);
}
