using System.Diagnostics;
using System.Globalization;
using MaskClip.Dense;

namespace MaskClip.Benchmarks;

/// <summary>Every method on ViT-B/16 against <c>maskclip</c>: in turn, round after round, so that whatever else the machine does meets all alike.</summary>
internal static class MethodRun
{
    private const int Rounds = 31;

    /// <summary>
    /// Prints a Markdown table of medians and of the medians of ratios to maskclip in the same round: embedding alone, and with VOC's names scored too.
    /// </summary>
    /// <param name="side">Side of the square photo in pixels.</param>
    /// <param name="only">Methods to measure beside maskclip; none is all.</param>
    public static void Print(int side, IReadOnlyCollection<string> only)
    {
        string[] methods = ["maskclip", .. (only.Count > 0 ? only : DenseMethods.All.Select(method => method.Name)).Where(name => name != "maskclip")];
        var photo = SamplePostcard.Draw(side, side);
        var segmenters = methods.Select(method => Segmenter.Load(RandomModel.Path, Options(method, side))).ToArray();
        try
        {
            var names = segmenters[0].Embed(Vocabulary.Resolve("voc")); // one text tower for all: names do not depend on the method
            foreach (var segmenter in segmenters) Time(segmenter, names, photo);
            var rounds = Enumerable.Range(0, Rounds).Select(_ => segmenters.Select(segmenter => Time(segmenter, names, photo)).ToArray()).ToArray();
            Console.WriteLine($"| method | embed, ms at {side} | to maskclip | embed and segment, ms | to maskclip |");
            Console.WriteLine("|---|---|---|---|---|");
            for (int i = 0; i < methods.Length; i++)
            {
                double embed = Median(rounds, round => round[i].Embed), all = Median(rounds, round => round[i].All);
                double embedRatio = Median(rounds, round => round[i].Embed / round[0].Embed), allRatio = Median(rounds, round => round[i].All / round[0].All);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"| {methods[i]} | {embed:0} | {embedRatio:0.000} | {all:0} | {allRatio:0.000} |"));
            }
        }
        finally
        {
            foreach (var segmenter in segmenters) segmenter.Dispose();
        }
    }

    private static SegmenterOptions Options(string method, int side) =>
        new() { Method = method, Size = side, Keys = false, CacheFolder = RandomModel.Folder };

    private static (double Embed, double All) Time(Segmenter segmenter, TextClassifier names, RgbImage photo)
    {
        var clock = Stopwatch.StartNew();
        using var features = segmenter.Embed(photo);
        double embedded = clock.Elapsed.TotalMilliseconds;
        features.Segment(names);
        return (embedded, clock.Elapsed.TotalMilliseconds);
    }

    private static double Median((double Embed, double All)[][] rounds, Func<(double Embed, double All)[], double> value) =>
        rounds.Select(value).Order().ElementAt(Rounds / 2);
}
