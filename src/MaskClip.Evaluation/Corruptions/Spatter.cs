using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation.Corruptions;

/// <summary>Drops on the lens: smooth noise above a threshold, drawn as water with lit edges or as mud.</summary>
internal static class Spatter
{
    private const double MudEdge = 1.5;
    private const float MinMud = 0.8f;

    private static readonly float[] Water = [175 / 255f, 238 / 255f, 238 / 255f];
    private static readonly double[] Mud = [63 / 255.0, 42 / 255.0, 20 / 255.0];

    private static readonly Drops[] Levels =
    [
        new(0.65, 0.3, 4, 0.69, 0.6f),
        new(0.65, 0.3, 3, 0.68, 0.6f),
        new(0.65, 0.3, 2, 0.68, 0.5f),
        new(0.65, 0.3, 1, 0.65, null),
        new(0.67, 0.4, 1, 0.65, null),
    ];

    /// <summary>Spatters a photo.</summary>
    public static RgbImage Apply(RgbImage photo, int level, ulong seed)
    {
        var drops = Levels[level - 1];
        var random = new SplitMix64(seed);
        var liquid = new double[photo.Width * photo.Height];
        for (int i = 0; i < liquid.Length; i++) liquid[i] = drops.Mean + drops.Scale * random.Normal();
        liquid = GaussianFilter.Apply(liquid, photo.Width, photo.Height, drops.Sigma);
        for (int i = 0; i < liquid.Length; i++)
        {
            if (liquid[i] < drops.Threshold) liquid[i] = 0;
        }

        return drops.Brightness is { } brightness ? Splash(photo, liquid, brightness) : Soil(photo, liquid, drops.Threshold);
    }

    /// <summary>Adds pale turquoise where there is water, most at one side of the drops.</summary>
    private static RgbImage Splash(RgbImage photo, double[] liquid, float brightness)
    {
        byte[] layer = [.. liquid.Select(value => (byte)(value * 255))];
        var relief = DropRelief.Of(layer, photo.Width, photo.Height);
        var light = new float[layer.Length];
        for (int i = 0; i < light.Length; i++) light[i] = layer[i] * (float)relief[i];
        float most = light.Max();
        // Without any drop the Python divides 0 by 0 and returns a black picture; we return the photo.
        if (most == 0) return photo;
        for (int i = 0; i < light.Length; i++) light[i] = light[i] / most * brightness;

        var values = photo.Pixels;
        var pixels = new byte[values.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            float value = values[i] / 255f + light[i / 3] * Water[i % 3];
            pixels[i] = (byte)(Math.Clamp(value, 0, 1) * 255);
        }

        return new RgbImage(photo.Width, photo.Height, pixels);
    }

    /// <summary>Covers the photo with mud brown.</summary>
    private static RgbImage Soil(RgbImage photo, double[] liquid, double threshold)
    {
        double[] drops = [.. liquid.Select(value => value > threshold ? 1.0 : 0.0)];
        var cover = GaussianFilter.Apply(drops, photo.Width, photo.Height, MudEdge, inSingle: true);
        var values = photo.Pixels;
        var pixels = new byte[values.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            float share = (float)cover[i / 3];
            if (share < MinMud) share = 0;
            pixels[i] = PixelValues.FromShare(values[i] / 255f * (1 - share) + Mud[i % 3] * share);
        }

        return new RgbImage(photo.Width, photo.Height, pixels);
    }

    private sealed record Drops(double Mean, double Scale, double Sigma, double Threshold, float? Brightness);
}
