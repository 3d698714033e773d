using System.Buffers;
using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>
/// Key smoothing (section 3.3): a position that is not confident takes the mean of all positions, weighted by how similar their keys are.
/// </summary>
/// <remarks>
/// <c>pred(i) = Σ_j cos(k_i, k_j) · pred(j)</c>; weights are not normalized, as in the released code. Where all cosines are
/// high, that is nearly the photo's mean at every position. With a temperature, which is ours and not the paper's, weights are
/// <c>softmax_j(t · cos(k_i, k_j))</c>: they sum to 1, and far keys count for nothing.
/// </remarks>
internal static class KeySmoothing
{
    /// <summary>Replaces cosines by probabilities, smoothed where the best of them is below the threshold.</summary>
    /// <param name="scores">Scores of one photo.</param>
    /// <param name="key">Keys <c>[positions, k]</c>; not changed.</param>
    /// <param name="threshold">Positions whose best probability is lower are smoothed.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="axis">How keys are normalized.</param>
    /// <param name="threads">Threads that it may take.</param>
    /// <param name="temperature">What cosines are multiplied by before a softmax makes weights of them, whatever the axis; <see
    /// langword="null"/> takes them as they are, as the paper does.</param>
    public static void Apply(
        GridScores scores,
        ReadOnlySpan<float> key,
        float threshold,
        float scale,
        KeyAxis axis,
        Parallelism threads,
        float? temperature = null)
    {
        if (temperature is not null) axis = KeyAxis.Channels;
        int positions = scores.Positions, classes = scores.Rows, size = key.Length / positions;
        using var buffers = new RentedBuffers();
        var units = buffers.Rent(key.Length);
        Normalize(key, size, axis, units.AsSpan(0, key.Length));
        float[] confidences = buffers.Rent(classes * positions), probabilities = buffers.Rent(classes * positions), smoothed = buffers.Rent(
            classes * positions);
        scores.RowConfidences(scale, confidences.AsSpan(0, classes * positions));
        for (int c = 0; c < classes; c++)
        {
            for (int i = 0; i < positions; i++) probabilities[i * classes + c] = confidences[c * positions + i];
        }

        threads.For(positions, i =>
        {
            var own = probabilities.AsSpan(i * classes, classes);
            Span<float> mixed = classes <= 256 ? stackalloc float[classes] : new float[classes];
            if (TensorPrimitives.Max<float>(own) < threshold)
            {
                var weights = ArrayPool<float>.Shared.Rent(positions);
                var similar = weights.AsSpan(0, positions);
                for (int j = 0; j < positions; j++)
                    similar[j] = TensorPrimitives.Dot<float>(units.AsSpan(i * size, size), units.AsSpan(j * size, size));
                if (temperature is { } t)
                {
                    TensorPrimitives.Subtract(similar, TensorPrimitives.Max<float>(similar), similar);
                    TensorPrimitives.Multiply(similar, t, similar);
                    TensorPrimitives.Exp(similar, similar);
                    TensorPrimitives.Divide(similar, TensorPrimitives.Sum<float>(similar), similar);
                }

                mixed.Clear();
                for (int j = 0; j < positions; j++)
                    TensorPrimitives.MultiplyAdd(probabilities.AsSpan(j * classes, classes), similar[j], mixed, mixed);
                ArrayPool<float>.Shared.Return(weights);
            }
            else
            {
                own.CopyTo(mixed);
            }

            for (int c = 0; c < classes; c++) smoothed[c * positions + i] = mixed[c];
        });
        scores.BecomeProbabilities(smoothed.AsSpan(0, classes * positions));
    }

    private static void Normalize(ReadOnlySpan<float> key, int size, KeyAxis axis, Span<float> units)
    {
        const float Smallest = 1e-12f; // PyTorch's F.normalize
        key.CopyTo(units);
        if (axis == KeyAxis.Channels)
        {
            for (int at = 0; at < units.Length; at += size)
            {
                var row = units.Slice(at, size);
                TensorPrimitives.Divide(row, Math.Max(TensorPrimitives.Norm<float>(row), Smallest), row);
            }

            return;
        }

        var squares = new float[size];
        for (int at = 0; at < units.Length; at += size)
        {
            var row = units.Slice(at, size);
            TensorPrimitives.MultiplyAdd(row, row, squares, squares);
        }

        TensorPrimitives.Sqrt(squares, squares);
        TensorPrimitives.Max(squares, Smallest, squares);
        for (int at = 0; at < units.Length; at += size) TensorPrimitives.Divide(units.Slice(at, size), squares, units.Slice(at, size));
    }
}
