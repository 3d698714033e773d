using CsCheck;
using MaskClip.Quantization;

namespace MaskClip.Tests.Clip.Quantization;

public class ColumnQuantizationTests
{
    [Fact]
    public void Quantize_AnyMatrix_IsOffByHalfAStepOfItsColumn() =>
        Gen.Select(Gen.Float[-50, 50].Array[1, 200], Gen.Int[1, 9]).Sample((numbers, columns) =>
        {
            float[] matrix = numbers[..(numbers.Length / columns * columns)];
            var scales = ColumnQuantization.Scales(matrix, columns);

            var bytes = ColumnQuantization.Quantize(matrix, scales);

            for (int i = 0; i < matrix.Length; i++)
            {
                float scale = scales[i % columns];
                Assert.InRange(bytes[i], -ColumnQuantization.Levels, ColumnQuantization.Levels);
                Assert.Equal(matrix[i], bytes[i] * scale, scale * 0.5001f);
            }
        });

    [Fact]
    public void Levels_TwoProductsOfTheGreatest_FitSixteenBits() =>
        Assert.True(2 * byte.MaxValue * ColumnQuantization.Levels <= short.MaxValue);

    [Fact]
    public void Quantize_ColumnNextToZero_StaysWithinTheLevels() =>
        Assert.Equal([0], ColumnQuantization.Quantize([2.5e-42f], ColumnQuantization.Scales([2.5e-42f], 1)));

    [Fact]
    public void Scales_ColumnOfZeros_StaysZero()
    {
        float[] matrix = [0, 3, 0, -6];
        var scales = ColumnQuantization.Scales(matrix, 2);

        Assert.Equal([0, 32, 0, -64], ColumnQuantization.Quantize(matrix, scales));
    }
}
