using CsCheck;
using MaskClip.Clip.Quantisation;

namespace MaskClip.Tests.Clip.Quantisation;

public class ColumnQuantisationTests
{
    [Fact]
    public void Quantise_AnyMatrix_IsOffByHalfAStepOfItsColumn() =>
        Gen.Select(Gen.Float[-50, 50].Array[1, 200], Gen.Int[1, 9]).Sample((numbers, columns) =>
        {
            float[] matrix = numbers[..(numbers.Length / columns * columns)];
            var scales = ColumnQuantisation.Scales(matrix, columns);

            var bytes = ColumnQuantisation.Quantise(matrix, scales);

            for (int i = 0; i < matrix.Length; i++)
            {
                float scale = scales[i % columns];
                Assert.InRange(bytes[i], -ColumnQuantisation.Levels, ColumnQuantisation.Levels);
                Assert.Equal(matrix[i], bytes[i] * scale, scale * 0.5001f);
            }
        });

    [Fact]
    public void Levels_TwoProductsOfTheGreatest_FitSixteenBits() => Assert.True(2 * byte.MaxValue * ColumnQuantisation.Levels <= short.MaxValue);

    [Fact]
    public void Quantise_ColumnNextToZero_StaysWithinTheLevels() =>
        Assert.Equal([0], ColumnQuantisation.Quantise([2.5e-42f], ColumnQuantisation.Scales([2.5e-42f], 1)));

    [Fact]
    public void Scales_ColumnOfZeros_StaysZero()
    {
        float[] matrix = [0, 3, 0, -6];
        var scales = ColumnQuantisation.Scales(matrix, 2);

        Assert.Equal([0, 32, 0, -64], ColumnQuantisation.Quantise(matrix, scales));
    }
}
