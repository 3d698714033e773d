namespace MaskClip.Testing;

/// <summary>Compares arrays of numbers within an absolute tolerance and names the worst pair.</summary>
internal static class Close
{
    /// <summary>Fails unless every number is within <paramref name="tolerance"/> of its counterpart.</summary>
    public static void Within(double tolerance, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = -1;
        int at = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - actual[i]);
            if (double.IsNaN(difference)) difference = double.PositiveInfinity;
            if (difference > worst) (worst, at) = (difference, i);
        }

        Assert.True(
            worst <= tolerance,
            $"Number {at} of {expected.Length} is {actual[at]:R}; {expected[at]:R} was expected (difference {worst:g3}, allowed " +
            $"{tolerance:g3}).");
    }
}
