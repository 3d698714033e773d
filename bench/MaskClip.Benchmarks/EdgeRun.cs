using System.Diagnostics;
using System.Globalization;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>What refinement along a photo's edges costs, next to labeling without it.</summary>
internal static class EdgeRun
{
    private const int Rounds = 7;

    private static readonly (string Name, SegmentationOptions Options)[] Ways =
    [
        ("none", new()),
        ("every pixel's softmax", new() { BackgroundThreshold = 1e-6f }),
        ("guided filter", new() { GuidedFilter = new() }),
        ("PAMR 10, 8 and 16", new() { Pamr = new() }),
    ];

    /// <summary>
    /// Prints a Markdown table: milliseconds a photo from embedded features, medians over rounds in which every way has its turn.
    /// </summary>
    public static void Print()
    {
        using var segmenter = Segmenter.Load(
            NamedModel.Path(NamedModel.MiniClip),
            new SegmenterOptions { Photos = new() { Keys = false }, CacheFolder = RandomModel.Folder });
        var few = segmenter.Embed(Vocabulary.Parse(SamplePostcard.Names).WithBackground(["wall"]));
        var voc = segmenter.Embed(Vocabulary.Resolve("voc21"));
        var many = segmenter.Embed(Vocabulary.Resolve("coco-stuff").WithBackground(["nothing"]));
        Console.WriteLine($"| photo | names | {string.Join(" | ", Ways.Select(way => $"{way.Name}, ms"))} |");
        Console.WriteLine($"|---|---|{string.Concat(Ways.Select(_ => "---|"))}");
        foreach (var (width, height) in new[] { (500, 375), (1184, 848), (4000, 3000) })
        {
            using var features = segmenter.Embed(SamplePostcard.Draw(width, height));
            foreach (var text in new[] { few, voc, many })
            {
                foreach (var (_, options) in Ways) features.Segment(text, options);
                var rounds = Enumerable.Range(0, Rounds)
                    .Select(_ => Ways.Select(way => Time(features, text, way.Options)).ToArray())
                    .ToArray();
                var medians = Ways.Select((_, i) =>
                    rounds.Select(round => round[i]).Order().ElementAt(Rounds / 2).ToString("0.0", CultureInfo.InvariantCulture));
                Console.WriteLine($"| {width}x{height} | {text.Vocabulary.Classes.Count} | {string.Join(" | ", medians)} |");
            }
        }
    }

    private static double Time(DenseFeatures features, TextClassifier text, SegmentationOptions options)
    {
        var clock = Stopwatch.StartNew();
        features.Segment(text, options);
        return clock.Elapsed.TotalMilliseconds;
    }
}
