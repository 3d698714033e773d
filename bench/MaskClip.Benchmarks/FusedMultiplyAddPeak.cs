using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskClip.Benchmarks;

/// <summary>What this processor's vector units can do in fp32 at most: the ceiling that no fp32 engine passes, whoever wrote it.</summary>
internal static class FusedMultiplyAddPeak
{
    private const int Rounds = 40;
    private const int Turns = 20_000_000;
    private const int Chains = 16;

    /// <summary>Prints the best of several rounds, all cores at once.</summary>
    public static void Print()
    {
        int lanes = Avx512F.IsSupported
            ? 16
            : Fma.IsSupported
                ? 8
                : throw new InvalidOperationException("This processor has no fused multiply-add that we know to measure.");
        double flops = 2.0 * lanes * Chains * Turns * Environment.ProcessorCount;
        double best = Enumerable.Range(0, Rounds).Max(_ => flops / Seconds(lanes == 16 ? Wide : Narrow));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"fp32 peak: {best / 1e9:0} GFLOP/s ({Environment.ProcessorCount} cores, {lanes} lanes, best of {Rounds})"));
    }

    private static double Seconds(Func<float> chains)
    {
        var results = new float[Environment.ProcessorCount];
        var clock = Stopwatch.StartNew();
        Parallel.For(0, results.Length, core => results[core] = chains());
        if (results.Any(float.IsNaN)) throw new InvalidOperationException("The multiply-adds gave no number.");
        return clock.Elapsed.TotalSeconds;
    }

    // Sixteen independent chains hide the instruction's latency; they converge, so nothing overflows.
    private static float Wide()
    {
        Vector512<float> f =
            Vector512.Create(0.5f), a =
                f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f, l = f, m = f, n = f, o = f, p = f, q = f;
        for (int turn = 0; turn < Turns; turn++)
        {
            a = Avx512F.FusedMultiplyAdd(a, f, f);
            b = Avx512F.FusedMultiplyAdd(b, f, f);
            c = Avx512F.FusedMultiplyAdd(c, f, f);
            d = Avx512F.FusedMultiplyAdd(d, f, f);
            e = Avx512F.FusedMultiplyAdd(e, f, f);
            g = Avx512F.FusedMultiplyAdd(g, f, f);
            h = Avx512F.FusedMultiplyAdd(h, f, f);
            i = Avx512F.FusedMultiplyAdd(i, f, f);
            j = Avx512F.FusedMultiplyAdd(j, f, f);
            k = Avx512F.FusedMultiplyAdd(k, f, f);
            l = Avx512F.FusedMultiplyAdd(l, f, f);
            m = Avx512F.FusedMultiplyAdd(m, f, f);
            n = Avx512F.FusedMultiplyAdd(n, f, f);
            o = Avx512F.FusedMultiplyAdd(o, f, f);
            p = Avx512F.FusedMultiplyAdd(p, f, f);
            q = Avx512F.FusedMultiplyAdd(q, f, f);
        }

        return Vector512.Sum(a + b + c + d + e + g + h + i + j + k + l + m + n + o + p + q);
    }

    private static float Narrow()
    {
        Vector256<float> f =
            Vector256.Create(0.5f), a =
                f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f, l = f, m = f, n = f, o = f, p = f, q = f;
        for (int turn = 0; turn < Turns; turn++)
        {
            a = Fma.MultiplyAdd(a, f, f); b = Fma.MultiplyAdd(b, f, f); c = Fma.MultiplyAdd(c, f, f); d = Fma.MultiplyAdd(d, f, f);
            e = Fma.MultiplyAdd(e, f, f); g = Fma.MultiplyAdd(g, f, f); h = Fma.MultiplyAdd(h, f, f); i = Fma.MultiplyAdd(i, f, f);
            j = Fma.MultiplyAdd(j, f, f); k = Fma.MultiplyAdd(k, f, f); l = Fma.MultiplyAdd(l, f, f); m = Fma.MultiplyAdd(m, f, f);
            n = Fma.MultiplyAdd(n, f, f); o = Fma.MultiplyAdd(o, f, f); p = Fma.MultiplyAdd(p, f, f); q = Fma.MultiplyAdd(q, f, f);
        }

        return Vector256.Sum(a + b + c + d + e + g + h + i + j + k + l + m + n + o + p + q);
    }
}
