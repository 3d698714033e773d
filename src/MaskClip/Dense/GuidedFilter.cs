using System.Numerics.Tensors;

namespace MaskClip.Dense;

/// <summary>The guided filter: around every pixel a plane of scores is explained as a linear function of the picture's colours, so that it has edges where the picture has.</summary>
/// <remarks>
/// K. He, J. Sun and X. Tang, Guided Image Filtering, PAMI 2013, with a colour guide: in every window
/// <c>a = (Σ + ε)⁻¹ cov(I, p)</c> and <c>b = mean p - a · mean I</c>; a pixel takes <c>mean a · I + mean b</c> over the windows it is in. Windows are
/// squares cut off at the border; their means cost the same for every radius. The coefficients are smooth, so they are made from a small
/// picture and enlarged (He and Sun, Fast Guided Filter, 2015).
/// </remarks>
internal sealed class GuidedFilter
{
    /// <summary>Planes of coefficients: one for each channel, and the constant.</summary>
    public const int Coefficients = 4;

    private const int Channels = 3;

    private readonly BoxMean box;
    private readonly int size;
    private readonly float[] image;
    private readonly float[][] mean;
    private readonly float[][] inverse;
    private readonly float[] product;

    /// <summary>Measures a picture.</summary>
    /// <param name="image">The guide, <c>[3, height, width]</c>, 0..1.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="radius">Pixels from a window's middle to its side.</param>
    /// <param name="epsilon">Contrasts (variances) below this are smoothed over, those above are kept.</param>
    public GuidedFilter(float[] image, int height, int width, int radius, float epsilon)
    {
        this.image = image;
        size = height * width;
        box = new BoxMean(height, width, radius);
        product = new float[size];
        mean = [.. Enumerable.Range(0, Channels).Select(channel => Mean(Channel(channel)))];
        inverse = Inverse(epsilon);
    }

    /// <summary>Finds the coefficients of one plane.</summary>
    /// <param name="plane"><c>[height, width]</c>.</param>
    /// <param name="coefficients">Takes <c>[4, height, width]</c>: those of red, green, blue, and the constant.</param>
    public void Fit(ReadOnlySpan<float> plane, Span<float> coefficients)
    {
        var own = Mean(plane);
        var covariance = new float[Channels][];
        for (int channel = 0; channel < Channels; channel++) covariance[channel] = Covariance(Channel(channel), mean[channel], plane, own);
        var coefficient = new float[size];
        for (int row = 0; row < Channels; row++)
        {
            coefficient.AsSpan().Clear();
            for (int column = 0; column < Channels; column++)
            {
                TensorPrimitives.MultiplyAdd(inverse[Channels * row + column], covariance[column], coefficient, coefficient);
            }

            TensorPrimitives.Multiply<float>(coefficient, mean[row], product);
            TensorPrimitives.Subtract(own, product, own);
            box.Apply(coefficient, coefficients.Slice(row * size, size));
        }

        box.Apply(own, coefficients.Slice(Channels * size, size));
    }

    private ReadOnlySpan<float> Channel(int channel) => image.AsSpan(channel * size, size);

    private float[] Mean(ReadOnlySpan<float> plane)
    {
        var result = new float[size];
        box.Apply(plane, result);
        return result;
    }

    private float[] Covariance(ReadOnlySpan<float> a, float[] meanA, ReadOnlySpan<float> b, float[] meanB)
    {
        TensorPrimitives.Multiply(a, b, product);
        var result = Mean(product);
        TensorPrimitives.Multiply<float>(meanA, meanB, product);
        TensorPrimitives.Subtract(result, product, result);
        return result;
    }

    /// <summary>The inverse of every window's covariance of colours, with <paramref name="epsilon"/> on its diagonal: 3 x 3 planes.</summary>
    private float[][] Inverse(float epsilon)
    {
        float[] Own(int a, int b) => Covariance(Channel(a), mean[a], Channel(b), mean[b]);
        float[] rr = Own(0, 0), rg = Own(0, 1), rb = Own(0, 2), gg = Own(1, 1), gb = Own(1, 2), bb = Own(2, 2);
        float[] irr = new float[size], irg = new float[size], irb = new float[size], igg = new float[size], igb = new float[size], ibb = new float[size];
        for (int i = 0; i < size; i++)
        {
            double r = rr[i] + (double)epsilon, g = gg[i] + (double)epsilon, b = bb[i] + (double)epsilon;
            double x = rg[i], y = rb[i], z = gb[i];
            double first = g * b - z * z, second = z * y - x * b, third = x * z - g * y;
            double scale = 1 / (r * first + x * second + y * third);
            (irr[i], irg[i], irb[i]) = ((float)(first * scale), (float)(second * scale), (float)(third * scale));
            (igg[i], igb[i], ibb[i]) = ((float)((r * b - y * y) * scale), (float)((x * y - r * z) * scale), (float)((r * g - x * x) * scale));
        }

        return [irr, irg, irb, irg, igg, igb, irb, igb, ibb];
    }
}
