using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Edges;

/// <summary>Propagation of scores over a grid, held up by the photo's edges; see <see cref="PropagationOptions"/>.</summary>
/// <remarks>Safe to use from several threads.</remarks>
internal sealed class Propagation
{
    // Of the right side. What rounding leaves of 1e-6 is not worth the steps.
    private const double Residual = 1e-5;
    private const int MaxSteps = 1000;

    private readonly int height;
    private readonly int width;
    private readonly float data;

    // The Laplacian's numbers beside its diagonal: negative.
    private readonly float[] across;
    private readonly float[] down;
    private readonly float[] diagonal;

    /// <summary>Weighs the edges of a picture.</summary>
    /// <param name="colors">Red, green and blue, <c>[3, height, width]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="options">Data weight and sharpness.</param>
    public Propagation(ReadOnlySpan<float> colors, int height, int width, PropagationOptions options)
    {
        (this.height, this.width, data) = (height, width, (float)options.DataWeight);
        int size = height * width;
        var gray = new float[size];
        TensorPrimitives.Multiply(colors[..size], 0.299f, gray);
        TensorPrimitives.MultiplyAdd(colors.Slice(size, size), 0.587f, gray, gray);
        TensorPrimitives.MultiplyAdd(colors.Slice(2 * size, size), 0.114f, gray, gray);
        across = Weights(gray, width, height, width - 1, 1, options.Sharpness);
        down = Weights(gray, width, height - 1, width, width, options.Sharpness);
        diagonal = new float[size];
        diagonal.AsSpan().Fill(data);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = y * width + x;
                if (x + 1 < width) Join(at, at + 1, across[y * (width - 1) + x]);
                if (y + 1 < height) Join(at, at + width, down[at]);
            }
        }
    }

    /// <summary>Propagates one plane of scores, in place: conjugate gradients with the diagonal as preconditioner.</summary>
    /// <param name="plane">Scores <c>[height, width]</c>.</param>
    public void Apply(Span<float> plane)
    {
        int size = plane.Length;
        using var buffers = new RentedBuffers();
        Span<float> rest = buffers.Rent(size).AsSpan(0, size), step = buffers.Rent(size).AsSpan(0, size),
            image = buffers.Rent(size).AsSpan(0, size), scaled = buffers.Rent(size).AsSpan(0, size);
        // b - A F with F = Z is -L Z.
        Multiply(plane, image);
        TensorPrimitives.Multiply(plane, data, rest);
        double least = Residual * Residual * TensorPrimitives.SumOfSquares<float>(rest);
        TensorPrimitives.Subtract(rest, image, rest);
        TensorPrimitives.Divide(rest, diagonal, step);
        double product = TensorPrimitives.Dot<float>(rest, step);
        for (int i = 0; i < MaxSteps && TensorPrimitives.SumOfSquares<float>(rest) > least; i++)
        {
            Multiply(step, image);
            float length = (float)(product / TensorPrimitives.Dot<float>(step, image));
            TensorPrimitives.MultiplyAdd(step, length, plane, plane);
            TensorPrimitives.MultiplyAdd(image, -length, rest, rest);
            TensorPrimitives.Divide(rest, diagonal, scaled);
            double next = TensorPrimitives.Dot<float>(rest, scaled);
            TensorPrimitives.MultiplyAdd(step, (float)(next / product), scaled, step);
            product = next;
        }
    }

    /// <summary><c>(λ + L) x</c>.</summary>
    private void Multiply(ReadOnlySpan<float> x, Span<float> result)
    {
        TensorPrimitives.Multiply(x, diagonal, result);
        int along = width - 1;
        for (int y = 0; y < height; y++)
        {
            var row = x.Slice(y * width, width);
            var own = result.Slice(y * width, width);
            var weights = across.AsSpan(y * along, along);
            Take(own[..along], row[1..], weights);
            Take(own[1..], row[..along], weights);
        }

        int lower = (height - 1) * width;
        Take(result[..lower], x[width..], down);
        Take(result[width..], x[..lower], down);

        // from - values · weights: the weights are kept negative for it.
        static void Take(Span<float> from, ReadOnlySpan<float> values, ReadOnlySpan<float> weights) =>
            TensorPrimitives.MultiplyAdd(values, weights, from, from);
    }

    private static float[] Weights(float[] gray, int width, int rows, int columns, int distance, double sharpness)
    {
        var weights = new float[rows * columns];
        for (int i = 0; i < weights.Length; i++)
        {
            int at = i / columns * width + i % columns;
            weights[i] = Math.Abs(gray[at + distance] - gray[at]);
        }

        if (weights.Length == 0) return weights;
        double mean = TensorPrimitives.Sum<float>(weights) / weights.Length + 1e-6;
        TensorPrimitives.Multiply(weights, (float)(-sharpness / mean), weights);
        TensorPrimitives.Exp<float>(weights, weights);
        TensorPrimitives.Negate<float>(weights, weights);
        return weights;
    }

    private void Join(int one, int other, float weight)
    {
        diagonal[one] -= weight;
        diagonal[other] -= weight;
    }
}
