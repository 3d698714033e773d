using MaskClip.Storage;

namespace MaskClip.Imaging;

/// <summary>For every new row or column, the old ones it is made of and their weights in 22-bit fixed point.</summary>
/// <remarks>
/// Follows Pillow's <c>precompute_coeffs</c> and <c>normalize_coeffs_8bpc</c> (src/libImaging/Resample.c) operation by operation, because
/// one weight that is rounded otherwise shows as one byte that differs.
/// </remarks>
internal sealed class ResamplingWeights
{
    /// <summary>Bits behind the point: 32 less 8 of the sample less 2 of headroom for filters that overshoot.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    private static readonly RecentlyMade<(int OldSize, int NewSize, ResampleFilter Filter), ResamplingWeights> Made = new(
        key => new(key.OldSize, key.NewSize, key.Filter));

    public ResamplingWeights(int oldSize, int newSize, ResampleFilter filter)
    {
        double scale = (double)oldSize / newSize;
        double filterScale = Math.Max(scale, 1);
        double support = Radius(filter) * filterScale;
        Taps = (int)Math.Ceiling(support) * 2 + 1;
        First = new int[newSize];
        Count = new int[newSize];
        Weights = new int[newSize * Taps];
        var weights = new double[Taps];
        for (int i = 0; i < newSize; i++)
        {
            double center = (i + 0.5) * scale;
            First[i] = Math.Max((int)(center - support + 0.5), 0);
            Count[i] = Math.Min((int)(center + support + 0.5), oldSize) - First[i];
            Fill(weights.AsSpan(0, Count[i]), First[i] - center, 1 / filterScale, filter);
            for (int k = 0; k < Count[i]; k++) Weights[i * Taps + k] = ToFixedPoint(weights[k]);
        }
    }

    /// <summary>Room for weights of one new row or column.</summary>
    public int Taps { get; }

    /// <summary>The first old row or column of each new one.</summary>
    public int[] First { get; }

    /// <summary>How many old rows or columns each new one uses, at most <see cref="Taps"/>.</summary>
    public int[] Count { get; }

    /// <summary>The weights, <c>[new, Taps]</c>.</summary>
    public int[] Weights { get; }

    /// <summary>The weights between two sizes, which are kept for the next photo of that size.</summary>
    public static ResamplingWeights For(int oldSize, int newSize, ResampleFilter filter) => Made[(oldSize, newSize, filter)];

    private static void Fill(Span<double> weights, double offset, double inverseScale, ResampleFilter filter)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = Value(filter, (k + offset + 0.5) * inverseScale);
            sum += weights[k];
        }

        if (sum == 0) return;
        foreach (ref double weight in weights) weight /= sum;
    }

    private static int ToFixedPoint(double weight) => (int)(weight * (1 << PrecisionBits) + (weight < 0 ? -0.5 : 0.5));

    private static double Radius(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Bilinear => 1,
        ResampleFilter.Bicubic => 2,
        ResampleFilter.Lanczos => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "The filter must be Nearest, Bilinear, Bicubic or Lanczos."),
    };

    private static double Value(ResampleFilter filter, double x) => filter switch
    {
        ResampleFilter.Bilinear => Math.Max(1 - Math.Abs(x), 0),
        ResampleFilter.Bicubic => Cubic(Math.Abs(x)),
        _ => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
    };

    /// <summary>Cubic convolution, R. Keys 1981, with a = -0.5.</summary>
    private static double Cubic(double x)
    {
        const double a = -0.5;
        if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
