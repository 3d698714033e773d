using System.Numerics;
using System.Runtime.InteropServices;

namespace MaskClip.Labels;

/// <summary>A running maximum that remembers whose it is.</summary>
internal static class Running
{
    /// <summary>Whose the maximum is where there was no value that is greater than nothing: no number, or none that may win.</summary>
    public const int None = -1;

    /// <summary>Where a value is greater than the best so far, takes it and its name; the first among equals stays.</summary>
    /// <param name="best">The best so far.</param>
    /// <param name="names">Whose it is.</param>
    /// <param name="values">New values.</param>
    /// <param name="name">Whose they are.</param>
    public static void Raise(Span<float> best, Span<int> names, ReadOnlySpan<float> values, int name)
    {
        int whole = best.Length - best.Length % Vector<float>.Count;
        var former = MemoryMarshal.Cast<float, Vector<float>>(best);
        var owners = MemoryMarshal.Cast<int, Vector<int>>(names);
        var news = MemoryMarshal.Cast<float, Vector<float>>(values);
        var label = new Vector<int>(name);
        for (int i = 0; i < former.Length; i++)
        {
            var better = Vector.GreaterThan(news[i], former[i]);
            former[i] = Vector.ConditionalSelect(better, news[i], former[i]);
            owners[i] = Vector.ConditionalSelect(better, label, owners[i]);
        }

        for (int i = whole; i < best.Length; i++)
        {
            if (values[i] > best[i]) (best[i], names[i]) = (values[i], name);
        }
    }
}
