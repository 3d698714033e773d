using System.Diagnostics;
using System.Globalization;
using MaskClip.Imaging;
using MaskClip.Model;
using MaskClip.Towers.Blocks;
using MaskClip.Windows;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>How many windows one call of the engine should embed.</summary>
internal static class WindowRun
{
    private const int Windows = 16, Rounds = 7;

    private static readonly int[] Batches = [1, 2, 4, 8, 16];

    /// <summary>Prints a Markdown table: milliseconds a window by batch, medians over rounds in which every batch has its turn.</summary>
    /// <param name="models">Models' names or paths, or words of <see cref="NamedModel"/>.</param>
    public static void Print(params string[] models)
    {
        Console.WriteLine($"| model, 224-pixel windows | {string.Join(" | ", Batches.Select(batch => $"{batch} a call"))} |");
        Console.WriteLine($"|---|{string.Concat(Batches.Select(_ => "---|"))}");
        foreach (var model in models) Print(model);
    }

    private static void Print(string name)
    {
        var options = new SegmenterOptions { Photos = new() { Windows = new SlidingWindows(224, 224) }, CacheFolder = RandomModel.Folder };
        using var segmenter = Segmenter.Load(NamedModel.Path(name), options);
        using var input = RentedImage.Of(SamplePostcard.Draw(Windows * 224, 224));
        var plan = new InputPlan(options.Photos, 224, segmenter.Model.ImageConfig.Stride, segmenter.OutputStride)
            .Passes(input.Width, input.Height)[0];
        var normalization = segmenter.Model.Normalization(options.Compatibility);
        using var tower = new ImageTower(
            segmenter.Model.CreateImageEncoder(DenseMethods.MaskClip, key: false, segmenter.OutputStride), SecondPass: null);
        PhotoEncoder[] encoders =
        [
            .. Batches.Select(batch => new PhotoEncoder(tower, options.Photos.Resize, normalization) { Batch = batch })
        ];
        foreach (var encoder in encoders) encoder.EmbedRow(input, plan, 0, buffers: null, CancellationToken.None);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => encoders.Select(encoder => Time(encoder, input, plan)).ToArray()).ToArray();
        var medians = Batches.Select((_, i) => rounds.Select(round => round[i]).Order().ElementAt(Rounds / 2));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {string.Join(" | ", medians.Select(ms => ms.ToString("0.0", CultureInfo.InvariantCulture)))} |"));
    }

    private static double Time(PhotoEncoder encoder, RentedImage input, PassPlan plan)
    {
        var clock = Stopwatch.StartNew();
        encoder.EmbedRow(input, plan, 0, buffers: null, CancellationToken.None);
        return clock.Elapsed.TotalMilliseconds / Windows;
    }
}
