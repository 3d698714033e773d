using System.Diagnostics;
using System.Globalization;

namespace MaskClip.Benchmarks;

/// <summary>The three sides of <see cref="EmbedBenchmarks"/> in turn, round after round, so that whatever else the machine does meets all alike.</summary>
internal static class PairedRun
{
    private const int Rounds = 31;

    // The other engine's threads spin for a while after its work; nobody is measured against that.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(150);

    /// <summary>Prints a Markdown table of medians and of the medians of ratios.</summary>
    public static void Print()
    {
        Console.WriteLine("| pixels | TorchSharp eager ms | bare session ms | embed ms | TorchSharp / embed | embed / bare session |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (int side in new[] { 224, 512 })
        {
            var bench = new EmbedBenchmarks { Side = side };
            bench.Setup();
            Func<object>[] sides = [() => bench.TorchSharp(), () => bench.BareSession(), () => bench.Embed()];
            foreach (var run in sides) Time(run);
            var rounds = Enumerable.Range(0, Rounds).Select(_ => sides.Select(Time).ToArray()).ToArray();
            bench.Cleanup();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {side} | {Median(rounds, round => round[0]):0} | {Median(rounds, round => round[1]):0} | {Median(rounds, round => round[2]):0} | {Median(rounds, round => round[0] / round[2]):0.00} | {Median(rounds, round => round[2] / round[1]):0.000} |"));
        }
    }

    private static double Time(Func<object> run)
    {
        Thread.Sleep(Rest);
        var clock = Stopwatch.StartNew();
        run();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(double[][] rounds, Func<double[], double> value) => rounds.Select(value).Order().ElementAt(Rounds / 2);
}
