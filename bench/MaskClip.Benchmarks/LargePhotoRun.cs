using System.Diagnostics;
using System.Globalization;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>A large photo in windows at its own size: time and peak memory, in a process of its own.</summary>
internal static class LargePhotoRun
{
    /// <summary>Segments a drawn photo and prints a Markdown row.</summary>
    /// <param name="model">A model's name or path.</param>
    /// <param name="megapixels">The photo's size.</param>
    /// <param name="names">A built-in vocabulary.</param>
    /// <param name="refinement"><c>none</c>, <c>guided</c> or <c>pamr</c>.</param>
    public static void Print(string model, double megapixels, string names, string refinement)
    {
        int height = (int)Math.Sqrt(megapixels * 1e6 / 1.5), width = (int)(1.5 * height);
        var photo = Draw(width, height);
        using var segmenter = Segmenter.Load(
            model,
            new SegmenterOptions
            {
                Photos = new() { Keys = false, Size = height, Windows = new SlidingWindows(224, 112) },
                CacheFolder = RandomModel.Folder,
            });
        var text = segmenter.Embed(Vocabulary.Resolve(names));
        var options = new SegmentationOptions
        {
            GuidedFilter = refinement == "guided" ? new() : null,
            Pamr = refinement == "pamr" ? new() : null,
        };
        double before = PeakMemory.HighWaterMiB();
        var clock = Stopwatch.StartNew();
        int tenth = 0;
        var result = segmenter.Segment(photo, text, options, progress: new Listener(share =>
        {
            if ((int)(share * 10) == tenth) return;
            tenth = (int)(share * 10);
            Console.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{share * 100:0} % after {clock.Elapsed.TotalSeconds:0} s, peak {PeakMemory.HighWaterMiB():0} MiB"));
        }));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {segmenter.Source.DisplayName} | {width}x{height} | {text.Vocabulary.Classes.Count} | {refinement} | " +
            $"{clock.Elapsed.TotalSeconds:0} | {before:0} | {PeakMemory.HighWaterMiB():0} | {result.Regions.Count} |"));
    }

    // The postcard is drawn for a screen: here it is repeated until the photo is full.
    private static RgbImage Draw(int width, int height)
    {
        var tile = SamplePostcard.Draw(1184, 848);
        var pixels = GC.AllocateUninitializedArray<byte>(3 * width * height);
        for (int y = 0; y < height; y++)
        {
            var row = pixels.AsSpan(3 * y * width, 3 * width);
            var from = tile.Pixels.Slice(3 * (y % tile.Height) * tile.Width, 3 * tile.Width);
            for (int x = 0; x < row.Length; x += from.Length) from[..Math.Min(from.Length, row.Length - x)].CopyTo(row[x..]);
        }

        return new RgbImage(width, height, pixels);
    }

    private sealed class Listener(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
