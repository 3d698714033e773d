using System.Diagnostics;
using System.Globalization;
using MaskClip.Benchmarks.Suite;
using MaskClip.Quantization;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>
/// A tower in int8 against the same in fp32, in turn, round after round, so that whatever else the machine does meets both alike.
/// </summary>
internal static class PrecisionRun
{
    private const int Rounds = 31;

    /// <summary>Prints a Markdown table of medians and of the medians of ratios in the same round.</summary>
    /// <param name="models">Names of the suite's models, which have random weights, or whatever users name.</param>
    public static void Print(IReadOnlyList<string> models)
    {
        Console.WriteLine("| model | pixels | threads | fp32 ms | int8 ms | fp32 / int8 | layers in int8 | cosine |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var name in models)
        {
            var drawn = SuiteModel.All.FirstOrDefault(model => model.Name == name);
            foreach (var (side, threads) in new[] { (224, 2), (512, 2), (512, 1) })
            {
                using var exact = Load(Precision.Float32);
                using var rounded = Load(Precision.Int8);
                var photo = SamplePostcard.Draw(side, side);
                double cosine;
                using (DenseFeatures expected = exact.Embed(photo), actual = rounded.Embed(photo))
                {
                    cosine = LayerSelection.MeanCosine(expected.Features, actual.Features, expected.Size);
                }

                double[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => new[] { Time(exact), Time(rounded) })];
                var layers = rounded.Model.ImageLayers()!.Layers;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {side} | {threads} | {Median(round => round[0]):0} | {Median(round => round[1]):0} | " +
                    $"{Median(round => round[0] / round[1]):0.00} | {layers.Count(layer => !layer.Kept)} of {layers.Count} | " +
                    $"{cosine:0.0000} |"));

                Segmenter Load(Precision precision) => Segmenter.Load(
                    drawn?.Checkpoint ?? NamedModel.Path(name),
                    new()
                    {
                        Photos = new() { Size = side, Keys = false },
                        Threads = threads,
                        Precision = precision,
                        CacheFolder = RandomModel.Folder,
                    });

                double Time(Segmenter segmenter)
                {
                    var clock = Stopwatch.StartNew();
                    segmenter.Embed(photo).Dispose();
                    return clock.Elapsed.TotalMilliseconds;
                }

                double Median(Func<double[], double> value) => rounds.Select(value).Order().ElementAt(Rounds / 2);
            }
        }
    }
}
