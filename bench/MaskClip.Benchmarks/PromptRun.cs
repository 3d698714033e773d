using System.Diagnostics;
using System.Globalization;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>
/// A new prompt on an embedded one-megapixel photo: twenty names, texts from the cache, scores, full-size argmax. And what it allocates.
/// </summary>
internal static class PromptRun
{
    private const int Rounds = 101, Width = 1184, Height = 848;

    /// <summary>Prints a Markdown table.</summary>
    public static void Print()
    {
        Console.WriteLine(
            "| model | names | from names to labels ms, median | best | MB allocated | of which the labels | embedding: KB allocated " +
            "beside its result |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Print(NamedModel.MiniClip, new SegmenterOptions { CacheFolder = RandomModel.Folder });
        Print(
            NamedModel.Random,
            new SegmenterOptions
            {
                Photos = new() { Keys = false },
                Texts = new() { Templates = PromptTemplates.Simple },
                CacheFolder = RandomModel.Folder,
            });
    }

    private static void Print(string model, SegmenterOptions options)
    {
        using var segmenter = Segmenter.Load(NamedModel.Path(model), options);
        var photo = SamplePostcard.Draw(Width, Height);
        var names = Vocabulary.Resolve("voc").Classes.Select(c => c.Name).ToArray();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        segmenter.Embed(photo).Dispose();
        before = GC.GetTotalAllocatedBytes(precise: true);
        using var features = segmenter.Embed(photo);
        long embedding =
            GC.GetTotalAllocatedBytes(precise: true) - before - (features.Features.Length + features.Key.Length) * sizeof(float);
        var warming = Stopwatch.StartNew(); // until the runtime has compiled it for good, which it does in the background
        while (warming.Elapsed < TimeSpan.FromSeconds(2)) features.Segment(names);
        before = GC.GetTotalAllocatedBytes(precise: true);
        long labels = features.Segment(names).Labels.Length * sizeof(ushort);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        var times = Enumerable.Range(0, Rounds).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            features.Segment(names);
            return clock.Elapsed.TotalMilliseconds;
        }).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {model} | {names.Length} | {times[Rounds / 2]:0.0} | {times[0]:0.0} | {allocated / 1e6:0.00} | {labels / 1e6:0.00} | " +
            $"{embedding / 1e3:0} |"));
    }
}
