namespace MaskClip.Training.Augmentation;

/// <summary>
/// Random numbers that belong to one sample of one step: the same whoever draws them and whenever, so that neither the order of threads nor
/// a resume changes what is drawn.
/// </summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014), started at a mix of the three numbers.</remarks>
internal sealed class SampleRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong state;

    /// <summary>Starts the sequence of a sample.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The optimisation step, or whatever else numbers draws of one kind.</param>
    /// <param name="index">The sample's place in the step's batch.</param>
    public SampleRandom(long seed, long step, long index)
    {
        state = Mix((ulong)seed + Golden);
        state = Mix(state ^ (ulong)step) + Golden;
        state = Mix(state ^ (ulong)index);
    }

    /// <summary>A number from 0 (included) to 1 (excluded).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="low"/> (included) to <paramref name="high"/> (excluded).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Next();

    /// <summary>A whole number from 0 (included) to <paramref name="count"/> (excluded).</summary>
    public int Below(int count) => (int)(Next() * count);

    /// <summary>Heads or tails.</summary>
    public bool Coin() => (NextBits() & 1) == 1;

    private ulong NextBits() => Mix(state += Golden);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
