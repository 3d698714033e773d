/// <summary>What is counted of one way to attend.</summary>
internal sealed class Tally(int classes)
{
    private readonly List<long[]> confusions = []; // of each photo: intersection, truth and result of every class
    private long across, acrossAll, beside, besideAll, places;
    private double difference;

    public string Seams => $"{100.0 * across / acrossAll:0.0} % | {100.0 * beside / besideAll:0.0} %";

    public string Apart => places == 0 ? "" : $"{100 * difference / places:0.0} %";

    public void Across(ReadOnlySpan<ushort> labels, int width, int height, int column, bool beside)
    {
        int changed = 0;
        for (int y = 0; y < height; y++) changed += labels[y * width + column] != labels[y * width + column - 1] ? 1 : 0;
        if (beside) (this.beside, besideAll) = (this.beside + changed, besideAll + height);
        else (across, acrossAll) = (across + changed, acrossAll + height);
    }

    public void Differ(double by) => (difference, places) = (difference + by, places + 1);

    public void Add(ushort[] truth, ReadOnlySpan<ushort> labels)
    {
        var counts = new long[3 * classes];
        for (int at = 0; at < labels.Length; at++)
        {
            if (truth[at] >= classes || labels[at] >= classes) continue;
            if (truth[at] == labels[at]) counts[truth[at]]++;
            counts[classes + truth[at]]++;
            counts[2 * classes + labels[at]]++;
        }

        confusions.Add(counts);
    }

    public double MeanIou() => MeanIou([.. Enumerable.Range(0, confusions.Count)]);

    /// <summary>95 % of 1,000 bootstrap samples of photos.</summary>
    public static (double Low, double High) Difference(Tally one, Tally other)
    {
        var random = new Random(1);
        double[] found =
        [
            .. Enumerable.Range(0, 1000).Select(_ =>
            {
                int[] sample = [.. one.confusions.Select(_ => random.Next(one.confusions.Count))];
                return one.MeanIou(sample) - other.MeanIou(sample);
            }).Order()
        ];
        return (found[25], found[974]);
    }

    private double MeanIou(int[] photos)
    {
        var sums = new long[3 * classes];
        foreach (int photo in photos)
        {
            for (int i = 0; i < sums.Length; i++) sums[i] += confusions[photo][i];
        }

        return Enumerable.Range(0, classes).Where(c => sums[classes + c] > 0)
            .Average(c => sums[c] / (double)(sums[classes + c] + sums[2 * classes + c] - sums[c]));
    }
}
