using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Edges;

/// <summary>
/// The guided filter: around every pixel a plane of scores is explained as a linear function of the picture's colors, so that it has edges
/// where the picture has.
/// </summary>
/// <remarks>
/// K. He, J. Sun and X. Tang, Guided Image Filtering, PAMI 2013, with a color guide: in every window
/// <c>a = (Σ + ε)⁻¹ cov(I, p)</c> and <c>b = mean p - a · mean I</c>; a pixel takes <c>mean a · I + mean b</c> over the windows it is in.
/// Windows are squares cut off at the border; their means cost the same for every radius. The coefficients are smooth, so they are made
/// from a small picture and enlarged (He and Sun, Fast Guided Filter, 2015).
/// </remarks>
internal sealed class GuidedFilter
{
    /// <summary>Planes of coefficients: one for each channel, and the constant.</summary>
    public const int Coefficients = 4;

    private const int Channels = 3;

    private readonly BoxMean box;
    private readonly int size;
    private readonly RentedBuffers buffers;
    private readonly ReadOnlyMemory<float> image;
    private readonly Memory<float>[] mean;
    private readonly Memory<float>[] inverse;
    private readonly Memory<float> product;

    // Of the plane that is fitted.
    private readonly Memory<float> own;
    private readonly Memory<float> coefficient;
    private readonly Memory<float>[] covariance;

    /// <summary>Measures a picture.</summary>
    /// <param name="image">The guide, <c>[3, height, width]</c>, 0..1.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="radius">Pixels from a window's middle to its side.</param>
    /// <param name="epsilon">Contrasts (variances) below this are smoothed over, those above are kept.</param>
    /// <param name="buffers">Rents its arrays, which are needed as long as this is used.</param>
    public GuidedFilter(ReadOnlyMemory<float> image, int height, int width, int radius, float epsilon, RentedBuffers buffers)
    {
        this.image = image;
        this.buffers = buffers;
        size = height * width;
        box = new BoxMean(height, width, radius);
        product = Plane();
        own = Plane();
        coefficient = Plane();
        covariance = [.. Enumerable.Range(0, Channels).Select(_ => Plane())];
        mean = [.. Enumerable.Range(0, Channels).Select(channel => Mean(Channel(channel), Plane()))];
        inverse = Inverse(epsilon);
    }

    /// <summary>Finds the coefficients of one plane.</summary>
    /// <param name="plane"><c>[height, width]</c>.</param>
    /// <param name="coefficients">Takes <c>[4, height, width]</c>: those of red, green, blue, and the constant.</param>
    public void Fit(ReadOnlySpan<float> plane, Span<float> coefficients)
    {
        Mean(plane, own);
        for (int channel = 0; channel < Channels; channel++) Covariance(Channel(channel), mean[channel], plane, own, covariance[channel]);
        Span<float> constant = own.Span, linear = coefficient.Span;
        for (int row = 0; row < Channels; row++)
        {
            linear.Clear();
            for (int column = 0; column < Channels; column++)
            {
                TensorPrimitives.MultiplyAdd(inverse[Channels * row + column].Span, covariance[column].Span, linear, linear);
            }

            TensorPrimitives.Multiply(linear, mean[row].Span, product.Span);
            TensorPrimitives.Subtract(constant, product.Span, constant);
            box.Apply(linear, coefficients.Slice(row * size, size));
        }

        box.Apply(constant, coefficients.Slice(Channels * size, size));
    }

    private ReadOnlySpan<float> Channel(int channel) => image.Span.Slice(channel * size, size);

    private Memory<float> Plane() => buffers.Rent(size).AsMemory(0, size);

    private Memory<float> Mean(ReadOnlySpan<float> plane, Memory<float> result)
    {
        box.Apply(plane, result.Span);
        return result;
    }

    private Memory<float> Covariance(
        ReadOnlySpan<float> a, Memory<float> meanA, ReadOnlySpan<float> b, Memory<float> meanB, Memory<float> result)
    {
        TensorPrimitives.Multiply(a, b, product.Span);
        Mean(product.Span, result);
        TensorPrimitives.Multiply<float>(meanA.Span, meanB.Span, product.Span);
        TensorPrimitives.Subtract<float>(result.Span, product.Span, result.Span);
        return result;
    }

    /// <summary>
    /// The inverse of every window's covariance of colors, with <paramref name="epsilon"/> on its diagonal: 3 x 3 planes.
    /// </summary>
    private Memory<float>[] Inverse(float epsilon)
    {
        Memory<float> Own(int a, int b) => Covariance(Channel(a), mean[a], Channel(b), mean[b], Plane());
        Memory<float>[] upper = [Own(0, 0), Own(0, 1), Own(0, 2), Own(1, 1), Own(1, 2), Own(2, 2)];
        Span<float> rr = upper[0].Span, rg = upper[1].Span, rb = upper[2].Span, gg = upper[3].Span, gb = upper[4].Span, bb = upper[5].Span;
        for (int i = 0; i < size; i++)
        {
            double r = rr[i] + (double)epsilon, g = gg[i] + (double)epsilon, b = bb[i] + (double)epsilon;
            double x = rg[i], y = rb[i], z = gb[i];
            double first = g * b - z * z, second = z * y - x * b, third = x * z - g * y;
            double scale = 1 / (r * first + x * second + y * third);
            (rr[i], rg[i], rb[i]) = ((float)(first * scale), (float)(second * scale), (float)(third * scale));
            (gg[i], gb[i], bb[i]) = ((float)((r * b - y * y) * scale), (float)((x * y - r * z) * scale), (float)((r * g - x * x) * scale));
        }

        return [upper[0], upper[1], upper[2], upper[1], upper[3], upper[4], upper[2], upper[4], upper[5]];
    }
}
