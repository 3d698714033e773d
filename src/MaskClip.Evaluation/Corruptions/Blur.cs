using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation.Corruptions;

/// <summary>The two blurs.</summary>
internal static class Blur
{
    private static readonly double[] GaussianSigma = [1, 2, 3, 4, 6];
    private static readonly (int Radius, double AliasBlur)[] DefocusDisk = [(3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5)];

    /// <summary>skimage's Gaussian: truncated at 4 sigma, the edge's values continued outside.</summary>
    public static RgbImage Gaussian(RgbImage photo, int level)
    {
        double sigma = GaussianSigma[level - 1];
        return EachChannel(photo, plane => GaussianFilter.Apply(plane, photo.Width, photo.Height, sigma));
    }

    /// <summary>OpenCV's <c>filter2D</c> with an antialiased disk, mirrored at the edges without repeating the edge itself.</summary>
    public static RgbImage Defocus(RgbImage photo, int level)
    {
        var (radius, aliasBlur) = DefocusDisk[level - 1];
        var disk = DefocusKernel.Create(radius, aliasBlur);
        return EachChannel(photo, plane => disk.Apply(plane, photo.Width, photo.Height));
    }

    private static RgbImage EachChannel(RgbImage photo, Func<double[], double[]> filter)
    {
        var values = photo.Pixels;
        var pixels = new byte[values.Length];
        var plane = new double[photo.Width * photo.Height];
        for (int channel = 0; channel < 3; channel++)
        {
            for (int i = 0; i < plane.Length; i++) plane[i] = values[3 * i + channel] / 255.0;
            var filtered = filter(plane);
            for (int i = 0; i < plane.Length; i++) pixels[3 * i + channel] = PixelValues.FromShare(filtered[i]);
        }

        return new RgbImage(photo.Width, photo.Height, pixels);
    }
}
