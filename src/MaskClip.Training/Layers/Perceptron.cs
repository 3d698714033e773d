using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>The two layers behind a block's attention.</summary>
internal sealed class Perceptron : Module<Tensor, Tensor>
{
    private const double Sharpness = 1.702; // QuickGELU: x · sigmoid(1.702 x)

    [ComponentName(Name = "c_fc")]
    private readonly LinearLayer first;

    [ComponentName(Name = "c_proj")]
    private readonly LinearLayer second;

    private readonly Activation activation;

    /// <summary>Creates the layers.</summary>
    public Perceptron(NetworkParts parts, int width, float outputStd, Activation activation)
        : base(nameof(Perceptron))
    {
        this.activation = activation;
        first = new LinearLayer(parts, width, 4 * width, 1 / MathF.Sqrt(2f * width));
        second = new LinearLayer(parts, 4 * width, width, outputStd);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        // QuickGELU(x) = SiLU(1.702 x) / 1.702, and the factors go into the weights: one pass over the widest maps instead of three.
        var result = activation == Activation.QuickGelu
            ? second.forward(functional.silu(first.forward(input, Sharpness, Sharpness)), 1 / Sharpness, 1)
            : second.forward(functional.gelu(first.forward(input)));
        return result.MoveToOuterDisposeScope();
    }
}
