using CsCheck;
using MaskClip.Scores;

namespace MaskClip.Tests.Dense;

public class RowProductsTests
{
    [Fact]
    public void Compute_AnySizes_EqualsProductsInDouble() =>
        Gen.Select(Gen.Int[0, 13], Gen.Int[0, 140], Gen.Int[1, 70], Gen.Int).Sample((m, n, size, seed) =>
        {
            var random = new Random(seed);
            float[] a = Numbers(random, m * size), b = Numbers(random, n * size), products = new float[m * n];

            RowProducts.Compute(a, b, size, products);

            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double expected = 0;
                    for (int k = 0; k < size; k++) expected += (double)a[i * size + k] * b[j * size + k];
                    Assert.Equal(expected, products[j * m + i], 1e-5 * size);
                }
            }
        });

    [Fact]
    public void Compute_EqualRows_HaveEqualProducts()
    {
        const int Size = 37, Rows = 11;
        var random = new Random(3);
        float[] row = Numbers(random, Size), other = Numbers(random, Size);
        float[] a = [.. Enumerable.Repeat(row, Rows).SelectMany(x => x)], b =
        [
            .. Enumerable.Repeat(other, Rows).SelectMany(x => x)
        ], products =
            new float[Rows * Rows];

        RowProducts.Compute(a, b, Size, products);

        Assert.All(products, product => Assert.Equal(products[0], product));
    }

    [Fact]
    public void Compute_NumbersThatFillNoRow_AreRefused() =>
        Assert.Throws<ArgumentException>(() => RowProducts.Compute(new float[7], new float[6], 3, new float[4]));

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
}
