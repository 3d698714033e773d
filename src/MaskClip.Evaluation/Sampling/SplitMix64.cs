using System.Runtime.CompilerServices;

namespace MaskClip.Evaluation.Sampling;

/// <summary>Random numbers that are the same on every machine: SplitMix64 (Steele, Lea and Flood 2014).</summary>
/// <remarks><see cref="System.Random"/> promises no sequence across versions of .NET. One thread at a time.</remarks>
/// <param name="seed">Any number: equal seeds give equal numbers.</param>
public sealed class SplitMix64(ulong seed)
{
    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    /// <summary>A number within 0..1, neither 0 nor 1 themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform() => ((Next() >> 12) + 0.5) * (1.0 / (1L << 52));

    /// <summary>A whole number from 0 to one below the bound.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number of the standard normal distribution.</summary>
    public double Normal() => NormalQuantile.At(Uniform());
}
