using System.Diagnostics;
using System.Globalization;

namespace MaskClip.Benchmarks;

/// <summary>
/// The first embedding of COCO-Stuff's 171 names with 85 templates, in fp32 and in int8, and what it takes once it is cached.
/// </summary>
internal static class TextRun
{
    private const int CachedRounds = 31;

    /// <summary>Prints a Markdown table.</summary>
    public static void Print()
    {
        var vocabulary = Vocabulary.Resolve("coco-stuff");
        Console.WriteLine(
            "| precision | names | prompts | first time s | from the cache ms, median | with the cache opened anew ms, median |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var precision in new[] { Precision.Float32, Precision.Int8 })
        {
            using (var warm = Open(precision)) warm.Embed(Vocabulary.Parse(["a name that no vocabulary has"])); // writes the graphs
            var folder = Path.Combine(RandomModel.Folder, "texts");
            foreach (var file in Directory.EnumerateFiles(folder)) File.Delete(file);
            using var segmenter = Open(precision);
            segmenter.Embed(Vocabulary.Parse(["another"])); // opens the tower
            var clock = Stopwatch.StartNew();
            var classifier = segmenter.Embed(vocabulary);
            double first = clock.Elapsed.TotalSeconds;
            double cached = Median(() => segmenter.Embed(vocabulary));
            double anew = Median(() =>
            {
                using var other = Open(precision);
                var opened = Stopwatch.StartNew();
                other.Embed(vocabulary);
                return opened.Elapsed.TotalMilliseconds;
            });
            int names = classifier.Vocabulary.Classes.Count;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {precision} | {names} | {names * segmenter.Options.Texts.Templates!.Templates.Count} | {first:0.0} | " +
                    $"{cached:0.0} | {anew:0.0} |"));
        }
    }

    private static Segmenter Open(Precision precision) =>
        Segmenter.Load(
            RandomModel.Path,
            new SegmenterOptions { Photos = new() { Keys = false }, CacheFolder = RandomModel.Folder, Precision = precision });

    private static double Median(Action run) => Median(() =>
    {
        var clock = Stopwatch.StartNew();
        run();
        return clock.Elapsed.TotalMilliseconds;
    });

    private static double Median(Func<double> milliseconds) =>
        Enumerable.Range(0, CachedRounds).Select(_ => milliseconds()).Order().ElementAt(CachedRounds / 2);
}
