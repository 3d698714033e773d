using System.Numerics.Tensors;
using MaskClip.Scores;

namespace MaskClip.Tests.Dense;

public sealed class ExponentialTests
{
    // Two units of a float's last place.
    private const float Tolerance = 2.4e-7f;

    [Fact]
    public void Apply_HasTheValuesOfTheLibrary_AtEveryLength()
    {
        var random = new Random(5);
        for (int length = 0; length < 70; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 160 - 80))];
            var expected = new float[length];
            TensorPrimitives.Exp<float>(values, expected);

            Exponential.Apply(values);

            for (int i = 0; i < length; i++) Assert.InRange(values[i], expected[i] * (1 - Tolerance), expected[i] * (1 + Tolerance));
        }
    }

    [Fact]
    public void Apply_OfWhatIsNoNumberOrEndless_IsAsInMathematics()
    {
        float[] values = [float.NegativeInfinity, 0, float.PositiveInfinity, float.NaN];

        Exponential.Apply(values);

        Assert.Equal(0, values[0]);
        Assert.InRange(values[1], 1 - Tolerance, 1 + Tolerance);
        Assert.Equal(float.PositiveInfinity, values[2]);
        Assert.True(float.IsNaN(values[3]));
    }
}
