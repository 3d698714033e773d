namespace MaskClip.Parity.Tests.Dense.Reference;

/// <summary>Matrices in double precision, one loop at a time: slow, and nothing of it shared with what is tested.</summary>
internal static class Matrix
{
    public static double[][] Create(int rows, int columns, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, columns).Select(column => value(row, column)).ToArray())];

    public static double[][] Times(this double[][] a, double[][] b)
    {
        var result = Create(a.Length, b[0].Length, (_, _) => 0);
        for (int i = 0; i < a.Length; i++)
        {
            for (int k = 0; k < b.Length; k++)
            {
                for (int j = 0; j < b[0].Length; j++) result[i][j] += a[i][k] * b[k][j];
            }
        }

        return result;
    }

    public static double[][] TimesTransposed(this double[][] a, double[][] b) => Create(a.Length, b.Length, (i, j) => Dot(a[i], b[j]));

    public static double[][] Map(this double[][] a, Func<double, double> value) => [.. a.Select(row => row.Select(value).ToArray())];

    public static double[][] Plus(this double[][] a, double[][] b, double factor = 1) =>
        Create(a.Length, a[0].Length, (i, j) => a[i][j] + factor * b[i][j]);

    public static double[][] Unit(this double[][] a) => [.. a.Select(row => row.Select(x => x / Length(row)).ToArray())];

    public static double[][] Softmax(this double[][] a) => [.. a.Select(row =>
    {
        double most = row.Max();
        var powers = row.Select(x => Math.Exp(x - most)).ToArray();
        double sum = powers.Sum();
        return powers.Select(x => x / sum).ToArray();
    })];

    public static double Length(double[] row) => Math.Sqrt(Dot(row, row));

    public static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
