using MaskClip.Training.Engine;
using MaskClip.Training.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Optimization;

/// <summary>
/// An exponential average of a student's weights and running statistics over the steps; steadier than the last weights (Polyak averaging).
/// </summary>
/// <remarks>
/// The decay grows as <c>(1 + step) / (10 + step)</c> up to the one asked for, so that the random weights of the start do not linger.
/// </remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly StudentNetwork network;
    private readonly double decay;
    private readonly Dictionary<string, Tensor> average;

    /// <summary>Starts at the network's weights.</summary>
    public WeightAverage(StudentNetwork network, double decay)
    {
        this.network = network;
        this.decay = decay;
        using (no_grad()) average = Weights.ToDictionary(one => one.Name, one => one.Value.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>The averages by the names of what is averaged.</summary>
    public IEnumerable<(string Name, Tensor Value)> Values => average.Select(one => (one.Key, one.Value));

    private IEnumerable<(string Name, Tensor Value)> Weights => StoredTensors.States(network);

    /// <summary>The decay of a step.</summary>
    /// <param name="decay">The largest.</param>
    /// <param name="step">Steps done before, from 0.</param>
    public static double DecayAt(double decay, int step) => Math.Min(decay, (1.0 + step) / (10.0 + step));

    /// <summary>Takes the weights of a step in.</summary>
    /// <param name="step">The step, from 0.</param>
    public void Update(int step)
    {
        double keep = DecayAt(decay, step);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (name, value) in Weights) average[name].Scale(keep).Add(value, 1 - keep);
    }

    /// <summary>Puts the averages in place of the network's weights until the result is disposed of.</summary>
    public IDisposable Apply()
    {
        Swap();
        return new Restoring(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in average.Values) value.Dispose();
    }

    private void Swap()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (name, value) in Weights)
        {
            var former = value.clone();
            value.copy_(average[name]);
            average[name].copy_(former);
        }
    }

    private sealed class Restoring(WeightAverage average) : IDisposable
    {
        private bool isRestored;

        public void Dispose()
        {
            if (!isRestored) average.Swap();
            isRestored = true;
        }
    }
}
