using System.Diagnostics;
using System.Globalization;
using MaskClip.Batches;

namespace MaskClip.Benchmarks;

/// <summary>
/// <c>maskclip segment</c> over a folder, from JPEG files to overlays, masks and JSON, against the engine with nothing around it.
/// </summary>
internal static class FolderRun
{
    private const int Side = 640, Size = 512, Rounds = 10;

    private static readonly string[] Names = [.. Vocabulary.Resolve("voc").Classes.Select(one => one.Name)];

    /// <summary>
    /// Prints a Markdown table: a line for each round, in which the two sides take turns at going first, and one for all.
    /// </summary>
    /// <param name="model">A model's name or path.</param>
    /// <param name="count">Photos over all rounds.</param>
    /// <param name="precision">Of both sides.</param>
    public static async Task PrintAsync(string model, int count, Precision precision)
    {
        var folder = Directory.CreateTempSubdirectory("maskclip-folder-").FullName;
        using var segmenter = Segmenter.Load(model, Options(precision, MaskClip.Engine.EngineDevice.ThreadsFor(count)));
        var text = segmenter.Embed(Vocabulary.Parse(Names));
        var photos = new DrawnPhotos(Side, Side);
        var (width, height) = segmenter.InputSize(Side, Side);
        var input = Pixels(segmenter, photos.Draw(0).Resize(width, height));
        using var bare = new BareSession(segmenter.Model, segmenter.OutputStride);
        int each = Math.Max(1, count / Rounds);
        await SegmentAsync(segmenter, text, photos.Write(Path.Combine(folder, "warm"), 0, 3), folder);
        for (int i = 0; i < 3; i++) bare.Run(input, height, width);

        Console.WriteLine(
            $"{segmenter.Source.DisplayName}, {precision}, {Side}x{Side} JPEGs at {width}x{height}, {Names.Length} names, {Rounds} " +
            $"rounds of {each} photos");
        Console.WriteLine("| round | bare engine images/s | folder images/s | folder / bare | MB allocated a photo |");
        Console.WriteLine("|---|---|---|---|---|");
        var rounds = new List<(double Bare, double Folder)>();
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var paths = photos.Write(Path.Combine(folder, $"{round}"), round * each, each);
            double engine = round % 2 == 0 ? Time(() => bare.Run(input, height, width), each) : 0;
            long before = GC.GetTotalAllocatedBytes();
            double all = await SegmentAsync(segmenter, text, paths, folder);
            long allocated = GC.GetTotalAllocatedBytes() - before;
            bytes += allocated;
            if (engine == 0) engine = Time(() => bare.Run(input, height, width), each);
            rounds.Add((engine, all));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {round + 1} | {each / engine:0.00} | {each / all:0.00} | {engine / all:0.000} | {allocated / 1e6 / each:0.0} |"));
        }

        double bareSeconds = rounds.Sum(round => round.Bare), folderSeconds = rounds.Sum(round => round.Folder);
        double[] ratios = [.. rounds.Select(round => round.Bare / round.Folder).Order()];
        double median = (ratios[(Rounds - 1) / 2] + ratios[Rounds / 2]) / 2;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| all | {Rounds * each / bareSeconds:0.00} | {Rounds * each / folderSeconds:0.00} | {bareSeconds / folderSeconds:0.000}; " +
            $"median of rounds {median:0.000}, from {ratios[0]:0.000} to {ratios[^1]:0.000} | {bytes / 1e6 / (Rounds * each):0.0} |"));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// Prints a Markdown table: a folder's throughput by threads of the engine; medians over rounds in which every number has its turn.
    /// </summary>
    /// <param name="model">A model's name or path.</param>
    /// <param name="count">Photos in a round.</param>
    public static async Task PrintThreadsAsync(string model, int count)
    {
        const int Turns = 5;
        var folder = Directory.CreateTempSubdirectory("maskclip-folder-").FullName;
        var paths = new DrawnPhotos(Side, Side).Write(Path.Combine(folder, "photos"), 0, count);
        int[] threads = [.. Enumerable.Range(1, 2 * Environment.ProcessorCount)];
        var segmenters = threads.Select(number => Segmenter.Load(model, Options(Precision.Float32, number))).ToArray();
        var text = segmenters[0].Embed(Vocabulary.Parse(Names));
        var seconds = threads.Select(_ => new List<double>()).ToArray();
        foreach (var segmenter in segmenters) await SegmentAsync(segmenter, text, paths[..1], folder);
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int i = 0; i < segmenters.Length; i++) seconds[i].Add(await SegmentAsync(segmenters[i], text, paths, folder));
        }

        Console.WriteLine(
            $"{segmenters[0].Source.DisplayName}, {Environment.ProcessorCount} cores, {count} photos a round, {Turns} rounds");
        Console.WriteLine("| threads of the engine a photo | photos at once | images/s, median |");
        Console.WriteLine("|---|---|---|");
        for (int i = 0; i < threads.Length; i++)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {threads[i]} | {segmenters[i].MaxConcurrency} | {count / seconds[i].Order().ElementAt(Turns / 2):0.00} |"));
            segmenters[i].Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static SegmenterOptions Options(Precision precision, int threads) =>
        new()
        {
            Photos = new() { Size = Size, Keys = false },
            Texts = new() { Templates = PromptTemplates.Simple },
            Precision = precision,
            Threads = threads,
            CacheFolder = RandomModel.Folder,
        };

    private static float[] Pixels(Segmenter segmenter, RgbImage input) =>
        segmenter.Model.Normalization(segmenter.Options.Compatibility).Apply(input);

    private static double Time(Func<float> embed, int count)
    {
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < count; i++) embed();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>What the command does.</summary>
    private static async Task<double> SegmentAsync(Segmenter segmenter, TextClassifier text, string[] paths, string folder)
    {
        var writers = SegmentationWriters.Parse("overlay,mask,json");
        var output = Path.Combine(folder, "out");
        var clock = Stopwatch.StartNew();
        var outcomes = PhotoBatch.RunAsync(
            paths,
            path => RgbImage.Rent(path),
            photo => segmenter.Prepare(photo, text, new()),
            segmenter.MaxConcurrency,
            (path, photo, result) =>
        {
            SegmentationWriters.Write(writers, photo, result, output, Path.GetFileNameWithoutExtension(path), default);
            return result.Regions.Count;
        });
        await foreach (var (path, _, error) in outcomes)
        {
            if (error is not null) throw new InvalidOperationException($"{path} failed.", error);
        }

        return clock.Elapsed.TotalSeconds;
    }
}
