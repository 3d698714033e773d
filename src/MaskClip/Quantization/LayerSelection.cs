using System.Numerics.Tensors;

namespace MaskClip.Quantization;

/// <summary>Finds the fewest layers that must stay in fp32 for features to keep their direction.</summary>
internal static class LayerSelection
{
    /// <summary>The minimum mean cosine between a choice's features and those of fp32.</summary>
    public const double MinCosine = 0.995;

    /// <summary>
    /// What a choice must reach on its samples. They are few; what is seen later differs more, so it has to do better than what is promised
    /// of it.
    /// </summary>
    /// <remarks>
    /// With 0.997, and with 0.9995, world-clip gave about one pixel in twenty-five of a scene another label; a ViT-B/16 is at 0.9997 with
    /// all layers in int8.
    /// </remarks>
    public const double Aim = 0.9996;

    /// <summary>
    /// The same for convolutional towers. Rounding moves the features of all their positions alike, and with them labels: with mini-clip
    /// a cosine of 0.999 still changed every tenth label of a photo, and what it takes to reach this one is a few layers of the first two
    /// stages.
    /// </summary>
    public const double ConvolutionAim = 0.9999;

    // Damages are only put in order; one sample, hundreds of positions, tells that nearly as well as all.
    private const int DamageSamples = 1;

    /// <summary>Measures every layer's damage alone, then keeps the worst in fp32 until the mean cosine is reached.</summary>
    /// <param name="description">What the samples are, for people.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="size">Length of one feature.</param>
    /// <param name="aim">The minimum mean cosine of the choice.</param>
    /// <param name="run">Features <c>[n, size]</c> of a sample with the layers that the function names in int8.</param>
    /// <param name="progress">Told the share of layers that were tried, 0..1.</param>
    public static LayerChoice Choose(
        string description,
        IReadOnlyList<string> layers,
        int samples,
        int size,
        double aim,
        Func<int, Func<string, bool>, float[]> run,
        Action<double>? progress = null)
    {
        float[][] exact = [.. Enumerable.Range(0, samples).Select(sample => run(sample, _ => false))];
        double Cosine(int count, Func<string, bool> quantized) =>
            Enumerable.Range(0, count).Average(sample => MeanCosine(exact[sample], run(sample, quantized), size));

        var damages = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            damages[layer] = 1 - Cosine(Math.Min(samples, DamageSamples), other => other == layer);
            progress?.Invoke((double)damages.Count / layers.Count);
        }

        string[] worstFirst = [.. layers.OrderByDescending(layer => damages[layer])];
        double all = Cosine(samples, _ => true);
        var (kept, reached) = all >= aim
            ? (0, all)
            : Fewest(worstFirst.Length, aim, count => Cosine(samples, layer => !worstFirst.AsSpan(0, count).Contains(layer)));
        var stay = worstFirst[..kept].ToHashSet(StringComparer.Ordinal);
        return new LayerChoice(
            description,
            all,
            reached,
            [.. layers.Select(layer => new LayerDamage(layer, damages[layer], stay.Contains(layer)))],
            MapMeasures.None);
    }

    /// <summary>The fewest layers, from 1 up, with which the aim is reached: the more stay, the closer, so bisection finds them.</summary>
    private static (int Count, double Cosine) Fewest(int layers, double aim, Func<int, double> cosineOf)
    {
        int least = 1, enough = layers;
        double reached = 1;
        while (least < enough)
        {
            int middle = (least + enough) / 2;
            double cosine = cosineOf(middle);
            if (cosine < aim) least = middle + 1;
            else (enough, reached) = (middle, cosine);
        }

        return (enough, reached);
    }

    /// <summary>Mean cosine of the rows of two matrices <c>[n, size]</c>.</summary>
    public static double MeanCosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int size)
    {
        double sum = 0;
        for (int at = 0; at < a.Length; at += size) sum += TensorPrimitives.CosineSimilarity(a.Slice(at, size), b.Slice(at, size));
        return sum / (a.Length / size);
    }
}
