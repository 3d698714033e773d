namespace MaskClip.Parity.Tests.Dense.Reference;

/// <summary>ResCLIP's semantic feedback attention, sample by sample, without the class token.</summary>
internal static class SlowAgreement
{
    public static double[][] Of(int[] labels, int rows, int columns)
    {
        const double Sigma = 5;
        int patches = rows * columns, longest = Math.Max(rows, columns) - 1;
        var agreement = Matrix.Create(patches, patches, (from, to) =>
        {
            if (labels[from] != labels[to]) return 0;
            int y = from / columns, x = from % columns, down = to / columns - y, along = to % columns - x;
            int distance = Math.Max(Math.Abs(down), Math.Abs(along));
            bool free = Enumerable.Range(0, distance + 1).All(step =>
            {
                double share = (double)step / longest;
                return labels[(int)Math.Round(y + down * share) * columns + (int)Math.Round(x + along * share)] == labels[from];
            });
            return free ? 1 : Math.Exp(-(double)distance / longest);
        });
        int size = Math.Min(patches, 31);
        if (size % 2 == 0) size++;
        double[] kernel = [.. Enumerable.Range(0, size).Select(i => Math.Exp(-Math.Pow(i - size / 2, 2) / (2 * Sigma * Sigma)))];
        var blurred = Matrix.Create(patches, patches, (i, j) => Enumerable.Range(0, size)
            .Where(tap => j + tap - size / 2 >= 0 && j + tap - size / 2 < patches)
            .Sum(tap => kernel[tap] / kernel.Sum() * agreement[i][j + tap - size / 2]));
        double[][] shares = [.. blurred.Select(row => row.Select(value => value / (row.Sum() + 1e-8)).ToArray())];
        double most = shares.Max(row => row.Max());
        return shares.Map(value => value / most);
    }
}
