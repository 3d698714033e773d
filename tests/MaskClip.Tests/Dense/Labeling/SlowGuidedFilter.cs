namespace MaskClip.Tests.Dense.Labeling;

/// <summary>The guided filter with a color guide as its paper writes it: window by window, a linear system each.</summary>
/// <param name="guide">Red, green, blue.</param>
/// <param name="radius">From a window's middle to its side.</param>
/// <param name="epsilon">What is added to the covariance's diagonal.</param>
internal sealed class SlowGuidedFilter(double[][,] guide, int radius, double epsilon)
{
    private readonly double[][,] mean = [.. guide.Select(channel => SlowPlanes.Box(channel, radius))];

    /// <summary>The coefficients of red, green and blue, and the constant, each the mean over windows.</summary>
    public double[][,] Coefficients(double[,] plane)
    {
        int rows = plane.GetLength(0), columns = plane.GetLength(1);
        double[][,] inputs = [.. guide, plane];
        double[][,] means = [.. mean, SlowPlanes.Box(plane, radius)];
        double[,] Covariance(int a, int b) => SlowPlanes.Combine(
            SlowPlanes.Box(SlowPlanes.Combine(inputs[a], inputs[b], (x, y) => x * y), radius), SlowPlanes.Combine(
                means[a], means[b], (x, y) => x * y), (x, y) => x - y);
        double[][][,] covariance = [.. Enumerable.Range(0, 3).Select(a => Enumerable.Range(0, 4).Select(b => Covariance(a, b)).ToArray())];
        var coefficients = Enumerable.Range(0, 4).Select(_ => new double[rows, columns]).ToArray();
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                var system = new double[3, 4];
                for (int i = 0; i < 3; i++)
                {
                    for (int j = 0; j < 4; j++) system[i, j] = covariance[i][j][y, x] + (i == j ? epsilon : 0);
                }

                var solved = Solve(system);
                for (int c = 0; c < 3; c++) coefficients[c][y, x] = solved[c];
                coefficients[3][y, x] = means[3][y, x] - solved.Select((value, c) => value * means[c][y, x]).Sum();
            }
        }

        return [.. coefficients.Select(coefficient => SlowPlanes.Box(coefficient, radius))];
    }

    /// <summary>Gauss's elimination with pivots.</summary>
    private static double[] Solve(double[,] system)
    {
        for (int i = 0; i < 3; i++)
        {
            int pivot = Enumerable.Range(i, 3 - i).MaxBy(row => Math.Abs(system[row, i]));
            for (int j = 0; j < 4; j++) (system[i, j], system[pivot, j]) = (system[pivot, j], system[i, j]);
            for (int row = 0; row < 3; row++)
            {
                if (row == i) continue;
                double factor = system[row, i] / system[i, i];
                for (int j = i; j < 4; j++) system[row, j] -= factor * system[i, j];
            }
        }

        return [system[0, 3] / system[0, 0], system[1, 3] / system[1, 1], system[2, 3] / system[2, 2]];
    }
}
