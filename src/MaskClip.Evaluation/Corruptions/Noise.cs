using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation.Corruptions;

/// <summary>The four noises. Each value of each pixel is drawn on its own.</summary>
internal static class Noise
{
    private static readonly double[] GaussianScale = [0.08, 0.12, 0.18, 0.26, 0.38];
    private static readonly double[] Photons = [60, 25, 12, 5, 3];
    private static readonly double[] ImpulseShare = [0.03, 0.06, 0.09, 0.17, 0.27];
    private static readonly double[] SpeckleScale = [0.15, 0.2, 0.35, 0.45, 0.6];

    /// <summary><c>x + c N(0, 1)</c>.</summary>
    public static RgbImage Gaussian(RgbImage photo, int level, ulong seed)
    {
        double scale = GaussianScale[level - 1];
        return Each(photo, seed, (value, random) => PixelValues.FromShare(value / 255.0 + scale * random.Normal()));
    }

    /// <summary><c>Poisson(c x) / c</c>: c photons for white.</summary>
    public static RgbImage Shot(RgbImage photo, int level, ulong seed)
    {
        double photons = Photons[level - 1];
        PoissonTable[] tables = [.. Enumerable.Range(0, 256).Select(value => new PoissonTable(value / 255.0 * photons))];
        return Each(photo, seed, (value, random) => PixelValues.FromShare(tables[value].Draw(random.Uniform()) / photons));
    }

    /// <summary>A share of the values becomes 0 or 255, both alike often (skimage's <c>s&amp;p</c>).</summary>
    public static RgbImage Impulse(RgbImage photo, int level, ulong seed)
    {
        double share = ImpulseShare[level - 1];
        return Each(photo, seed, (value, random) =>
        {
            double draw = random.Uniform();
            return draw >= share ? value : draw < share / 2 ? byte.MinValue : byte.MaxValue;
        });
    }

    /// <summary><c>x + x c N(0, 1)</c>.</summary>
    public static RgbImage Speckle(RgbImage photo, int level, ulong seed)
    {
        double scale = SpeckleScale[level - 1];
        return Each(photo, seed, (value, random) => PixelValues.FromShare(value / 255.0 * (1 + scale * random.Normal())));
    }

    private static RgbImage Each(RgbImage photo, ulong seed, Func<byte, SplitMix64, byte> change)
    {
        var random = new SplitMix64(seed);
        var values = photo.Pixels;
        var pixels = new byte[values.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = change(values[i], random);
        return new RgbImage(photo.Width, photo.Height, pixels);
    }
}
