using System.Diagnostics;
using System.Globalization;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Benchmarks;

/// <summary>A label map to instances, to polygons, and to simplified ones, on one core.</summary>
internal static class ShapeRun
{
    private const int Side = 1000, Classes = 20, Rounds = 15, WarmUps = 5;

    /// <summary>Prints a Markdown table of medians.</summary>
    public static void Print()
    {
        Console.WriteLine("| waves a photo | instances | corners | to instances ms | to polygons ms | simplified by 1 pixel ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (int waves in (int[])[4, 12, 40])
        {
            var labels = Labels(waves);
            var instances = LabelShapes.Instances(labels, Side, Side, []);
            var outlines = LabelShapes.Outlines(instances);
            int corners = outlines.Sum(polygons => polygons.Sum(polygon => polygon.Rings.Sum(ring => ring.Count)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {waves} | {instances.Count} | {corners} | {Median(() => LabelShapes.Instances(labels, Side, Side, [])):0.0} | " +
                $"{Median(() => LabelShapes.Outlines(LabelShapes.Instances(labels, Side, Side, []))):0.0} | " +
                $"{Median(() => LabelShapes.Outlines(LabelShapes.Instances(labels, Side, Side, []), 1)):0.0} |"));
        }
    }

    // The class whose sum of waves is the highest, as scores that are enlarged from a grid look.
    private static ushort[] Labels(int waves)
    {
        var random = new Random(1);
        var labels = new ushort[Side * Side];
        var best = new float[labels.Length];
        Array.Fill(best, float.MinValue);
        for (ushort c = 0; c < Classes; c++)
        {
            var terms = Enumerable.Range(0, 6).Select(_ =>
                (X: (random.NextDouble() - 0.5) * waves, Y: (random.NextDouble() - 0.5) * waves, Phase: random.NextDouble())).ToArray();
            for (int i = 0; i < labels.Length; i++)
            {
                double score = 0;
                double column = i % Side / (double)Side, row = i / Side / (double)Side;
                foreach (var (x, y, phase) in terms) score += Math.Cos(2 * Math.PI * (x * column + y * row + phase));
                if (score > best[i]) (best[i], labels[i]) = ((float)score, c);
            }
        }

        return labels;
    }

    private static double Median(Action run)
    {
        for (int i = 0; i < WarmUps; i++) run();
        var times = Enumerable.Range(0, Rounds).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            run();
            return clock.Elapsed.TotalMilliseconds;
        }).Order().ToArray();
        return times[Rounds / 2];
    }
}
