using System.Diagnostics;
using System.Globalization;
using MaskClip.Towers;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>
/// Every method of a model against <c>maskclip</c>: in turn, round after round, so that whatever else the machine does meets all alike.
/// </summary>
internal static class MethodRun
{
    private const int Rounds = 31;

    /// <summary>
    /// Prints a Markdown table of medians and of the medians of ratios to maskclip in the same round: embedding alone, and with VOC's names
    /// scored too.
    /// </summary>
    /// <param name="model">A model's name or path.</param>
    /// <param name="side">Side of the square photo in pixels.</param>
    /// <param name="only">Methods to measure beside maskclip; none is all that have a meaning for its tower.</param>
    public static void Print(string model, int side, IReadOnlyCollection<string> only)
    {
        bool transformer;
        using (var first = Segmenter.Load(model, Options("maskclip", side)))
            transformer = first.Model.ImageConfig is VisionTransformerConfig;
        var known = DenseMethods.All.Where(method => transformer || method.Block.Pooling is not null).Select(method => method.Name);
        string[] methods = ["maskclip", .. (only.Count > 0 ? only : known).Where(name => name != "maskclip")];
        var photo = SamplePostcard.Draw(side, side);
        var segmenters = methods.Select(method => Segmenter.Load(model, Options(method, side))).ToArray();
        try
        {
            var names = segmenters[0].Embed(Vocabulary.Resolve("voc")); // one text tower for all: names do not depend on the method
            foreach (var segmenter in segmenters) Time(segmenter, names, photo);
            var rounds = Enumerable.Range(0, Rounds)
                .Select(_ => segmenters.Select(segmenter => Time(segmenter, names, photo)).ToArray())
                .ToArray();
            Console.WriteLine($"| method | embed, ms at {side} | to maskclip | embed and segment, ms | to maskclip |");
            Console.WriteLine("|---|---|---|---|---|");
            for (int i = 0; i < methods.Length; i++)
            {
                double embed = Median(rounds, round => round[i].Embed), all = Median(rounds, round => round[i].All);
                double embedRatio = Median(rounds, round => round[i].Embed / round[0].Embed), allRatio = Median(
                    rounds, round => round[i].All / round[0].All);
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
        new() { Photos = new() { Method = method, Size = side, Keys = false }, CacheFolder = RandomModel.Folder };

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
