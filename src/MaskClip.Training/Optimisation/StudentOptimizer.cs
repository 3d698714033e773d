using MaskClip.Training.Schedule;
using MaskClip.Training.Students;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MaskClip.Training.Optimisation;

/// <summary>Stochastic gradient descent with momentum over a student's backbone and head, each with its learning rate (mmseg's <c>SGD</c>).</summary>
internal sealed class StudentOptimizer : IDisposable
{
    private readonly SGD sgd;
    private readonly double headRate;
    private readonly IReadOnlyList<string> names;

    /// <summary>Creates the optimizer; its momentum is 0.</summary>
    public StudentOptimizer(StudentNetwork network, OptimisationOptions options)
    {
        headRate = options.HeadRate;
        Parameter[] backbone = [.. network.BackboneParameters()], head = [.. network.HeadParameters()];
        var nameOf = network.named_parameters().ToDictionary(one => one.parameter.Handle, one => one.name);
        names = [.. backbone.Concat(head).Select(parameter => nameOf[parameter.Handle])];
        sgd = optim.SGD([Group(backbone, options), Group(head, options)], options.LearningRate, options.Momentum, 0, options.WeightDecay);
    }

    /// <summary>The momentum of every parameter that was stepped at least once, by the parameter's name.</summary>
    public IEnumerable<(string Name, Tensor Value)> Momentum =>
        from one in names.Zip(States)
        where one.Second.momentum_buffer is not null
        select (one.First, one.Second.momentum_buffer);

    private IEnumerable<SGD.State> States => sgd.state_dict().State.Cast<SGD.State>();

    /// <summary>Forgets the gradients.</summary>
    public void Clear() => sgd.zero_grad();

    /// <summary>Steps along the gradients.</summary>
    /// <param name="rate">The backbone's learning rate.</param>
    public void Step(double rate)
    {
        var groups = sgd.ParamGroups.ToArray();
        groups[0].LearningRate = rate;
        groups[1].LearningRate = rate * headRate;
        sgd.step();
    }

    /// <summary>Puts a stored momentum in place.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> momentum)
    {
        foreach (var (name, state) in names.Zip(States))
        {
            state.momentum_buffer?.Dispose();
            state.momentum_buffer = momentum.TryGetValue(name, out var value) ? value.DetachFromDisposeScope() : null!;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sgd.Dispose();

    private static SGD.ParamGroup Group(Parameter[] parameters, OptimisationOptions options) =>
        new(parameters, options.LearningRate, options.Momentum, 0, options.WeightDecay);
}
