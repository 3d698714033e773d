namespace MaskClip.Evaluation.Sampling;

/// <summary>Draws from a Poisson distribution of small mean by inverting its distribution function.</summary>
internal sealed class PoissonTable
{
    private readonly double[] upTo;

    /// <summary>Creates the table.</summary>
    /// <param name="mean">0..100.</param>
    public PoissonTable(double mean)
    {
        var sums = new List<double>();
        double term = PortableMath.Exp(-mean), sum = term;
        sums.Add(sum);
        // Past the mean, terms fall faster and faster; what lies above 1 - 1e-15 cannot be drawn anyway.
        for (int k = 1; k <= mean || term > 1e-17; k++)
        {
            term *= mean / k;
            sum += term;
            sums.Add(sum);
        }

        upTo = [.. sums];
    }

    /// <summary>The count that belongs to a probability (0..1, exclusive).</summary>
    public int Draw(double probability)
    {
        int found = Array.BinarySearch(upTo, probability);
        return Math.Min(found < 0 ? ~found : found, upTo.Length - 1);
    }
}
