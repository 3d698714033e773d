namespace MaskClip.Evaluation.Sampling;

/// <summary>Logarithm and exponential from basic operations only: the C library's differ in the last bit from machine to machine.</summary>
internal static class PortableMath
{
    private const double Ln2 = 0.69314718055994530942;

    /// <summary>The natural logarithm of a positive, normal number.</summary>
    public static double Log(double x)
    {
        // x = m 2^e with m near 1, then log m = 2 artanh s, s = (m - 1) / (m + 1), |s| < 0.172.
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble(bits & 0xFFFFFFFFFFFFF | 0x3FF0000000000000);
        if (m > 1.4142135623730951) (m, exponent) = (m / 2, exponent + 1);
        double s = (m - 1) / (m + 1), square = s * s, sum = 0;
        for (int k = 23; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
        return 2 * s * sum + exponent * Ln2;
    }

    /// <summary>e to the power of a number within -700..700.</summary>
    public static double Exp(double x)
    {
        double exponent = Math.Round(x / Ln2);
        double rest = x - exponent * Ln2, sum = 1;
        for (int k = 18; k >= 1; k--) sum = 1 + sum * rest / k;
        return sum * BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
    }
}
