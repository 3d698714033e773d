using System.Diagnostics;
using System.Globalization;
using MaskClip.Evaluation;
using MaskClip.Imaging;

namespace MaskClip.Benchmarks;

/// <summary>An evaluation from files to figures against embedding the same photos from memory and nothing else.</summary>
internal static class PipelineRun
{
    private const int Width = 500, Height = 375, Rounds = 4;

    /// <summary>Prints a Markdown table: a line for each round and one for all.</summary>
    /// <param name="model">A model's name or path.</param>
    /// <param name="count">Photos over all rounds.</param>
    public static async Task PrintAsync(string model, int count)
    {
        var folder = Directory.CreateTempSubdirectory("maskclip-pipeline-").FullName;
        using var segmenter = Segmenter.Load(
            model, new SegmenterOptions { Photos = new() { Keys = false }, CacheFolder = RandomModel.Folder });
        var drawn = new DrawnPhotos(Width, Height);
        int each = count / Rounds;
        Console.WriteLine(
            $"{segmenter.Source.DisplayName}, short side {segmenter.Size}, {Width}x{Height} JPEGs, 20 classes, {Rounds} rounds of " +
            $"{each} photos");
        Console.WriteLine("| round | bare engine images/s | evaluation images/s | evaluation / bare | engine at work |");
        Console.WriteLine("|---|---|---|---|---|");
        double bare = 0, whole = 0, engine = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var set = Path.Combine(folder, $"set-{round}");
            RgbImage[] photos = [.. Enumerable.Range(round * each, each).Select(drawn.Draw)];
            Write(set, photos);
            var evaluator = new Evaluator(segmenter, SegmentationDataset.Open(set, "voc20"));
            segmenter.Embed(photos[0]).Dispose();

            // The two sides in turn, so that whatever else the machine does meets both alike.
            var clock = Stopwatch.StartNew();
            foreach (var photo in photos) segmenter.Embed(photo).Dispose();
            double bareSeconds = clock.Elapsed.TotalSeconds;
            var report = await evaluator.RunAsync(Path.Combine(folder, $"run-{round}"));
            Print($"{round + 1}", each, bareSeconds, report.Timing.Seconds, report.Timing.EngineSeconds);
            (bare, whole, engine) = (bare + bareSeconds, whole + report.Timing.Seconds, engine + report.Timing.EngineSeconds);
        }

        Print("all", Rounds * each, bare, whole, engine);
        Directory.Delete(folder, recursive: true);
    }

    private static void Print(string round, int photos, double bare, double whole, double engine) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {round} | {photos / bare:0.00} | {photos / whole:0.00} | {bare / whole:0.000} | {engine / whole:0.000} |"));

    private static void Write(string folder, RgbImage[] photos)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        Directory.CreateDirectory(Path.Combine(folder, "masks"));
        var mask = new byte[Width * Height];
        for (int i = 0; i < mask.Length; i++) mask[i] = (byte)(i / Width / 20 % 21);
        var png = IndexedPng.Encode(new IndexedImage(Width, Height, mask, []));
        for (int i = 0; i < photos.Length; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, "images", $"{i:000}.jpg"), ImageCodec.EncodeJpeg(photos[i], 90));
            File.WriteAllBytes(Path.Combine(folder, "masks", $"{i:000}.png"), png);
        }
    }
}
