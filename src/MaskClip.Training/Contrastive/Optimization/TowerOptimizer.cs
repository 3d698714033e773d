using MaskClip.Training.Contrastive.Towers;
using MaskClip.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Optimization;

/// <summary>
/// AdamW over a network's parameters, or Muon for the matrices of blocks and AdamW for the rest. Norms, shifts, embeddings and the logit
/// scale do not decay.
/// </summary>
internal sealed class TowerOptimizer : IDisposable
{
    private readonly TokenTable tokens;
    private readonly (string Name, Parameter Value, Tensor First, Tensor? Second, bool Decays)[] parameters;

    /// <summary>Creates the optimizer for what is not frozen.</summary>
    /// <param name="network">The network.</param>
    /// <param name="muon">Whether matrices of blocks are stepped by Muon.</param>
    public TowerOptimizer(ClipNetwork network, bool muon)
    {
        tokens = network.Tokens;
        parameters =
        [
            .. network.Parameters.Where(one => one.Value.requires_grad).Select(one => (
                one.Name,
                one.Value,
                Zeros(one.Value),
                muon && IsOfBlock(one.Name, one.Value) ? null : Zeros(one.Value),
                Decays(one.Name, one.Value))),
        ];
    }

    /// <summary>Moments under the names of what they belong to.</summary>
    public IEnumerable<(string Name, Tensor Value)> Moments =>
        parameters.Select(one => ($"first.{one.Name}", one.First))
            .Concat(parameters.Where(one => one.Second is not null).Select(one => ($"second.{one.Name}", one.Second!)));

    /// <summary>Whether a parameter decays: matrices do, embeddings and everything with one dimension do not.</summary>
    public static bool Decays(string name, Tensor value) => value.dim() > 1 && !name.EndsWith("_embedding", StringComparison.Ordinal);

    /// <summary>Whether a parameter is a matrix, or a convolution, of a transformer's or a ResNet's blocks: what Muon is for.</summary>
    public static bool IsOfBlock(string name, Tensor value) => value.dim() > 1 &&
        (name.Contains(".resblocks.", StringComparison.Ordinal) || name.StartsWith("visual.layer", StringComparison.Ordinal));

    /// <summary>Forgets the gradients.</summary>
    public void Clear()
    {
        using var none = no_grad();
        foreach (var one in parameters)
        {
            using var gradient = one.Value.grad;
            gradient?.zero_();
        }
    }

    /// <summary>Length of the gradient of everything, token rows included.</summary>
    public double GradientNorm(Parameter rows)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var squares = parameters.Select(one => one.Value.grad)
            .Append(rows.grad)
            .OfType<Tensor>()
            .Select(gradient => gradient.mul(gradient).sum())
            .ToArray();
        return squares.Length == 0 ? 0 : Math.Sqrt(stack(squares).sum().item<float>());
    }

    /// <summary>Steps along the gradients.</summary>
    /// <param name="adam">The step.</param>
    /// <param name="muon">The step of matrices of blocks, where they are Muon's.</param>
    /// <param name="decay">Weight decay.</param>
    /// <param name="tokensOfRows">The tokens that the step's texts have.</param>
    /// <param name="rows">Their embeddings, with gradients.</param>
    public void Step(AdamStep adam, MuonStep muon, double decay, Tensor tokensOfRows, Parameter rows)
    {
        using (no_grad())
        {
            foreach (var one in parameters)
            {
                using var gradient = one.Value.grad;
                if (gradient is null) continue;
                double decays = one.Decays ? decay : 0;
                if (one.Second is { } second) adam.Apply(one.Value, gradient, one.First, second, decays);
                else muon.Apply(one.Value, gradient, one.First, MuonStep.Matrices(one.Name), decays);
            }
        }

        tokens.Step(tokensOfRows, rows, adam);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var one in parameters)
        {
            one.First.Dispose();
            one.Second?.Dispose();
        }
    }

    private static Tensor Zeros(Tensor like) => zeros_like(like).detach().DetachFromDisposeScope();
}
