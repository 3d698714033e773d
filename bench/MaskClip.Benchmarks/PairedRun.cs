using System.Diagnostics;
using System.Globalization;

namespace MaskClip.Benchmarks;

/// <summary>
/// The sides of <see cref="EmbedBenchmarks"/> in turn, round after round, so that whatever else the machine does meets all alike.
/// </summary>
internal static class PairedRun
{
    private const int Rounds = 31;

    // The other engine's threads spin for a while after its work; nobody is measured against that.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(150);

    /// <summary>Prints a Markdown table of medians and of the medians of ratios.</summary>
    public static void Print()
    {
        Console.WriteLine(
            "| pixels | TorchSharp eager ms | bare session ms | embed ms | embed int8 ms | TorchSharp / embed | embed / bare session | " +
            "TorchSharp / int8 | int8 cosine |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        List<string> memory = [];
        foreach (int side in new[] { 224, 512 })
        {
            var bench = new EmbedBenchmarks { Side = side };
            bench.Setup();
            Func<object>[] sides = [() => bench.TorchSharp(), () => bench.BareSession(), () => bench.Embed(), () => bench.EmbedInt8()];
            foreach (var run in sides) Time(run);
            var rounds = Enumerable.Range(0, Rounds).Select(_ => sides.Select(Time).ToArray()).ToArray();
            double cosine = bench.Int8Cosine();
            bench.Cleanup();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {side} | {Median(rounds, round => round[0]):0} | {Median(rounds, round => round[1]):0} | " +
                $"{Median(rounds, round => round[2]):0} | {Median(rounds, round => round[3]):0} | " +
                $"{Median(rounds, round => round[0] / round[2]):0.00} | {Median(rounds, round => round[2] / round[1]):0.000} | " +
                $"{Median(rounds, round => round[0] / round[3]):0.00} | {cosine:0.0000} |"));
            double[] peaks = [.. new[] { "torch", "fp32", "int8" }.Select(which => PeakMemory.Of(which, side))];
            memory.Add(
                string.Create(
                    CultureInfo.InvariantCulture, $"| {side} | {peaks[0]:0} | {peaks[1]:0} | {peaks[2]:0} | {peaks[2] / peaks[0]:0.00} |"));
        }

        Console.WriteLine();
        Console.WriteLine("| pixels | TorchSharp peak MiB | embed peak MiB | embed int8 peak MiB | int8 / TorchSharp |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var line in memory) Console.WriteLine(line);
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
