using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Engine;
using MaskClip.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Bridge.Optimization;

/// <summary>The linear map under training, its scale and their moments.</summary>
internal sealed class BridgeMap : IDisposable
{
    // Cosines are multiplied by this at the beginning; the learned scale moves by e^0.3 or so in 500 steps.
    private const double FirstScale = 20;
    private const double FirstDecay = 0.9, SecondDecay = 0.999, Epsilon = 1e-8;

    private readonly Tensor[] values;
    private readonly Tensor[] moments;

    /// <summary>A map with random numbers, as PyTorch begins a linear layer, and a shift of 0.</summary>
    /// <param name="channels">Channels of the image network.</param>
    /// <param name="size">Length of the text encoder's vectors.</param>
    /// <param name="seed">Of the random numbers.</param>
    /// <param name="device">Where it is.</param>
    public BridgeMap(int channels, int size, int seed, Device device)
    {
        using var generator = new Generator((ulong)seed);
        using var uniform = rand([size, channels], generator: generator);
        using var scaled = uniform.Times(2).Increase(-1).Times(1 / Math.Sqrt(channels));
        values = [scaled.to(device).clone(), zeros(size, device: device), tensor((float)Math.Log(FirstScale)).to(device)];
        foreach (var value in values) value.requires_grad_();
        moments = [.. values.SelectMany(value =>
            new[] { zeros_like(value, requires_grad: false), zeros_like(value, requires_grad: false) })];
    }

    /// <summary>The matrix, <c>[d, channels]</c>.</summary>
    public Tensor Weight => values[0];

    /// <summary>The shift, <c>[d]</c>.</summary>
    public Tensor Bias => values[1];

    /// <summary>What cosines are multiplied by.</summary>
    public double Scale => Math.Exp(values[2].item<float>());

    /// <summary>All that a step changes, by name.</summary>
    public IEnumerable<(string Name, Tensor Value)> States
    {
        get
        {
            string[] names = ["weight", "bias", "log_scale"];
            for (int i = 0; i < names.Length; i++)
            {
                yield return (names[i], values[i]);
                yield return ($"{names[i]}.first", moments[2 * i]);
                yield return ($"{names[i]}.second", moments[2 * i + 1]);
            }
        }
    }

    /// <summary>Scaled cosines of vectors <c>[..., channels]</c> with names <c>[names, d]</c>.</summary>
    public Tensor Scores(Tensor vectors, Tensor names) => Embed(vectors).matmul(names.t()).mul(values[2].exp());

    /// <summary>Vectors of photos in the space of names, of unit length.</summary>
    public Tensor Embed(Tensor vectors) => ContrastiveLoss.Unit(vectors.matmul(values[0].t()).Plus(values[1]));

    /// <summary>Steps with the gradients of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="step">The step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="weightDecay">Decay of the matrix.</param>
    /// <returns>Length of the gradient.</returns>
    public double Step(Tensor loss, int step, double rate, double weightDecay)
    {
        loss.backward();
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var adam = new AdamStep(rate, FirstDecay, SecondDecay, Epsilon, step, GradientScale: 1);
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            var gradient = values[i].grad!;
            squares += gradient.mul(gradient).sum().item<float>();
            adam.Apply(values[i], gradient, moments[2 * i], moments[2 * i + 1], i == 0 ? weightDecay : 0);
            gradient.zero_();
        }

        return Math.Sqrt(squares);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in values.Concat(moments)) tensor.Dispose();
    }
}
