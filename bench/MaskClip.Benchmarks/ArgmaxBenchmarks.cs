using BenchmarkDotNet.Attributes;
using MaskClip.Labels;

namespace MaskClip.Benchmarks;

/// <summary>
/// The full-size argmax: 171 classes on photos of one and of eight megapixels, without ever holding classes x height x width.
/// </summary>
[MemoryDiagnoser]
public class ArgmaxBenchmarks
{
    private const int Classes = 171, GridHeight = 28, GridWidth = 38;

    private float[] scores = null!;
    private float[] confidences = null!;

    /// <summary>Whether neighboring positions agree, as on a photo, or not at all: the worst case.</summary>
    [Params("smooth", "noise")]
    public string Scores { get; set; } = "";

    /// <summary>Megapixels of the photo.</summary>
    [Params(1, 8)]
    public int Megapixels { get; set; }

    /// <summary>Makes the scores.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(5);
        scores = new float[Classes * GridHeight * GridWidth];
        for (int c = 0; c < Classes; c++)
        {
            var (y0, x0) = (random.Next(GridHeight), random.Next(GridWidth));
            for (int i = 0; i < GridHeight * GridWidth; i++)
            {
                double distance = Math.Pow(i / GridWidth - y0, 2) + Math.Pow(i % GridWidth - x0, 2);
                scores[c * GridHeight * GridWidth + i] = Scores == "noise" ? random.NextSingle() : (float)Math.Exp(-distance / 60);
            }
        }

        confidences = [.. scores.Select(score => score / 2)];
    }

    /// <summary>Labels and regions of the whole photo.</summary>
    [Benchmark]
    public int FullSizeArgmax() =>
        Labels.FullSizeArgmax.Run(
            scores, confidences, Classes, GridHeight, GridWidth, Megapixels == 1
                ? 848
                : 2416, Megapixels == 1 ? 1184 : 3312, 0).Labels.Length;
}
