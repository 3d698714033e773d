using MaskClip.Evaluation.Sampling;

namespace MaskClip.Training.Augmentation;

/// <summary>
/// Random numbers that belong to one sample of one step: the same whoever draws them and whenever, so that neither the order of threads nor
/// a resume changes what is drawn.
/// </summary>
internal sealed class SampleRandom
{
    private readonly SplitMix64 stream;

    /// <summary>Starts the sequence of a sample.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The optimization step, or whatever else numbers draws of one kind.</param>
    /// <param name="index">The sample's place in the step's batch.</param>
    public SampleRandom(long seed, long step, long index)
    {
        ulong state = new SplitMix64((ulong)seed).Next();
        state = new SplitMix64(state ^ (ulong)step).Next();
        stream = new SplitMix64(state ^ (ulong)index);
    }

    /// <summary>A number within 0..1, neither 0 nor 1 themselves.</summary>
    public double Next() => stream.Uniform();

    /// <summary>A number between two others.</summary>
    public double Uniform(double low, double high) => low + (high - low) * stream.Uniform();

    /// <summary>A whole number from 0 to one below the bound.</summary>
    public int Below(int bound) => stream.Below(bound);

    /// <summary>Heads or tails.</summary>
    public bool Coin() => stream.Below(2) == 1;
}
