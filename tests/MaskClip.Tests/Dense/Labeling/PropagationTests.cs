using CsCheck;
using MaskClip.Edges;

namespace MaskClip.Tests.Dense.Labeling;

public class PropagationTests
{
    [Fact]
    public void Apply_AnyPicture_SolvesTheLinearSystem() => Gen.Select(
        Gen.Int[1, 12], Gen.Int[1, 12], Gen.Double[0.01, 2], Gen.Double[0, 8], Gen.Int[0, 1_000_000])
        .Sample(
        (height, width, data, sharpness, seed) =>
        {
            var random = new Random(seed);
            float[] colors = Numbers(random, 3 * height * width), plane = Numbers(random, height * width), result = [.. plane];

            new Propagation(colors, height, width, new() { DataWeight = data, Sharpness = sharpness }).Apply(result);

            var expected = Solution(colors, plane, height, width, data, sharpness);
            for (int i = 0; i < result.Length; i++) Assert.Equal(expected[i], result[i], 2e-3);
        },
        iter: 200);

    [Fact]
    public void Apply_TwoEvenHalves_KeepsThemApart_AndMakesEachOne()
    {
        const int Side = 8;
        var colors = new float[3 * Side * Side];
        for (int i = 0; i < colors.Length; i++) colors[i] = i % Side < Side / 2 ? 0.1f : 0.9f;
        var random = new Random(1);
        float[] plane = [.. Enumerable.Range(0, Side * Side).Select(i => (i % Side < Side / 2 ? 0.2f : 0.8f) + random.NextSingle() / 5)];

        new Propagation(colors, Side, Side, new() { DataWeight = 0.001, Sharpness = 5 }).Apply(plane);

        Assert.All(Enumerable.Range(0, Side * Side), i => Assert.Equal(i % Side < Side / 2 ? 0.3 : 0.9, plane[i], 0.05));
    }

    private static double[] Solution(float[] colors, float[] plane, int height, int width, double data, double sharpness)
    {
        int size = height * width;
        double[] gray =
        [
            .. Enumerable.Range(0, size).Select(i => 0.299 * colors[i] + 0.587 * colors[size + i] + 0.114 * colors[2 * size + i]),
        ];
        var matrix = new double[size, size];
        for (int i = 0; i < size; i++) matrix[i, i] = data;
        Join([.. Enumerable.Range(0, size).Where(i => i % width < width - 1)], 1);
        Join([.. Enumerable.Range(0, size - width)], width);
        return Dense(matrix, [.. plane.Select(value => data * value)]);

        void Join(int[] first, int distance)
        {
            if (first.Length == 0) return;
            double mean = first.Average(i => Math.Abs(gray[i + distance] - gray[i])) + 1e-6;
            foreach (int i in first)
            {
                double weight = Math.Exp(-sharpness * Math.Abs(gray[i + distance] - gray[i]) / mean);
                matrix[i, i] += weight;
                matrix[i + distance, i + distance] += weight;
                matrix[i, i + distance] -= weight;
                matrix[i + distance, i] -= weight;
            }
        }
    }

    // Gauss's elimination; the matrix is diagonally dominant, so no pivots are needed.
    private static double[] Dense(double[,] matrix, double[] right)
    {
        int size = right.Length;
        for (int k = 0; k < size; k++)
        {
            for (int i = k + 1; i < size; i++)
            {
                double factor = matrix[i, k] / matrix[k, k];
                if (factor == 0) continue;
                for (int j = k; j < size; j++) matrix[i, j] -= factor * matrix[k, j];
                right[i] -= factor * right[k];
            }
        }

        for (int k = size - 1; k >= 0; k--)
        {
            for (int j = k + 1; j < size; j++) right[k] -= matrix[k, j] * right[j];
            right[k] /= matrix[k, k];
        }

        return right;
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
}
