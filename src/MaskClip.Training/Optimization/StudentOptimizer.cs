using MaskClip.Training.Engine;
using MaskClip.Training.Students;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MaskClip.Training.Optimization;

/// <summary>
/// Stochastic gradient descent with momentum over a student's backbone and head, each with its learning rate (mmseg's and PyTorch's
/// <c>SGD</c>); on demand Muon for matrices and convolutions.
/// </summary>
/// <remarks>Ours because of what <see cref="ScalarArithmetic"/> says of TorchSharp's.</remarks>
internal sealed class StudentOptimizer : IDisposable
{
    private readonly OptimizationOptions options;
    private readonly Parameter[] parameters;
    private readonly Tensor?[] momentum;
    private readonly string[] names;
    private readonly int backbone;

    /// <summary>Creates the optimizer; its momentum is 0.</summary>
    public StudentOptimizer(StudentNetwork network, OptimizationOptions options)
    {
        this.options = options;
        parameters = [.. network.BackboneParameters(), .. network.HeadParameters()];
        backbone = network.BackboneParameters().Count();
        momentum = new Tensor?[parameters.Length];
        var nameOf = network.named_parameters().ToDictionary(one => one.parameter.Handle, one => one.name);
        names = [.. parameters.Select(parameter => nameOf[parameter.Handle])];
    }

    /// <summary>The momentum of every parameter that was stepped at least once, by the parameter's name.</summary>
    public IEnumerable<(string Name, Tensor Value)> Momentum =>
        names.Zip(momentum).Where(one => one.Second is not null).Select(one => (one.First, one.Second!));

    /// <summary>
    /// Whether a parameter is a matrix or convolution inside the network: what Muon is for. Stems, embeddings and the classifier are not.
    /// </summary>
    public static bool IsInside(string name, Tensor value) => value.dim() > 1 &&
        (name.Contains(".resblocks.", StringComparison.Ordinal) || name.StartsWith(
            "backbone.layer", StringComparison.Ordinal) || name.StartsWith(
            "decoder.", StringComparison.Ordinal));

    /// <summary>Forgets the gradients.</summary>
    public void Clear()
    {
        using var none = no_grad();
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    /// <summary>Steps along the gradients.</summary>
    /// <param name="rate">The backbone's learning rate.</param>
    public void Step(double rate)
    {
        using var none = no_grad();
        var muon = new MuonStep(options.MuonRate / options.LearningRate * rate, options.BFloat16);
        for (int i = 0; i < parameters.Length; i++)
        {
            using var gradient = parameters[i].grad;
            if (gradient is null) continue;
            if (options.MuonRate > 0 && IsInside(names[i], parameters[i]))
            {
                momentum[i] ??= zeros_like(gradient).DetachFromDisposeScope();
                muon.Apply(parameters[i], gradient, momentum[i]!, MuonStep.Matrices(names[i]), options.WeightDecay);
                continue;
            }

            var decayed = gradient.Plus(parameters[i], options.WeightDecay);
            if (momentum[i] is { } former)
            {
                former.Scale(options.Momentum).Add(decayed, 1);
                decayed.Dispose();
            }
            else
            {
                momentum[i] = decayed.DetachFromDisposeScope();
            }

            parameters[i].Add(momentum[i]!, -rate * (i < backbone ? 1 : options.HeadRate));
        }
    }

    /// <summary>Puts a stored momentum in place.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> stored)
    {
        for (int i = 0; i < names.Length; i++)
        {
            momentum[i]?.Dispose();
            momentum[i] = stored.TryGetValue(names[i], out var value) ? value.DetachFromDisposeScope() : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in momentum) value?.Dispose();
    }
}
