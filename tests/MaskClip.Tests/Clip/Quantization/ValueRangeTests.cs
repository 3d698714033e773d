using CsCheck;
using MaskClip.Quantization;

namespace MaskClip.Tests.Clip.Quantization;

public class ValueRangeTests
{
    [Fact]
    public void Of_AnyNumbers_ContainsThemAndHasAByteForZero() =>
        Gen.Select(Gen.Float[-1e6f, 1e6f], Gen.Float[0.001f, 1e6f]).Sample((min, width) =>
        {
            var range = ValueRange.Of(min, min + width);

            Assert.True(range.IsSound);
            Assert.Equal(range.Min, -range.Zero * range.Scale, 0.501f * range.Scale);
            Assert.Equal(range.Max, (byte.MaxValue - range.Zero) * range.Scale, 0.501f * range.Scale);
        });

    [Theory]
    [InlineData(0.5f, 3, 0)]
    [InlineData(-2, -1, 255)]
    [InlineData(0, 0, 0)]
    public void Zero_NumbersOfOneSign_IsTheFirstOrTheLastByte(float min, float max, byte zero) =>
        Assert.Equal(zero, ValueRange.Of(min, max).Zero);

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(-3e38f, 3e38f)]
    [InlineData(1, 2)]
    [InlineData(-2, -1)]
    public void IsSound_NoRange_IsFalse(float min, float max) => Assert.False(new ValueRange(min, max).IsSound);
}
