namespace MaskClip.Scores;

/// <summary>The threshold that divides numbers best into two groups (Otsu, IEEE SMC 1979).</summary>
internal static class OtsuThreshold
{
    private const int Bins = 128;

    /// <summary>The threshold that leaves the least variance inside the two groups it makes.</summary>
    /// <returns>The threshold; the least number where all are equal.</returns>
    /// <param name="values">At least one number.</param>
    public static float Of(ReadOnlySpan<float> values)
    {
        float least = float.PositiveInfinity, greatest = float.NegativeInfinity;
        foreach (var value in values) (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        float width = (greatest - least) / Bins;
        if (!(width > 0)) return least;
        Span<int> counts = stackalloc int[Bins];
        counts.Clear();
        foreach (var value in values) counts[Math.Min(Bins - 1, (int)((value - least) / width))]++;
        double total = 0, below = 0, sum = 0, most = -1;
        for (int bin = 0; bin < Bins; bin++) total += (double)bin * counts[bin];
        int at = 0;
        for (int bin = 0; bin < Bins - 1; bin++)
        {
            below += counts[bin];
            sum += (double)bin * counts[bin];
            double above = values.Length - below;
            if (below == 0 || above == 0) continue;
            double difference = sum / below - (total - sum) / above, between = below * above * difference * difference;
            if (between > most) (at, most) = (bin, between);
        }

        return least + (at + 1) * width;
    }
}
