using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>
/// Key smoothing (section 3.3): a position that is not confident takes the mean of all positions, weighted by how similar their keys are.
/// </summary>
/// <remarks><c>pred(i) = Σ_j cos(k_i, k_j) · pred(j)</c>; weights are not normalized, as in the released code.</remarks>
internal static class KeySmoothing
{
    /// <summary>The released configurations' threshold: smooth every position that is not entirely certain.</summary>
    public const float DefaultThreshold = 1.0f;

    /// <summary>Replaces cosines by probabilities, smoothed where the best of them is below the threshold.</summary>
    /// <param name="scores">Scores of one photo.</param>
    /// <param name="key">Keys <c>[positions, k]</c>; not changed.</param>
    /// <param name="threshold">Positions whose best probability is lower are smoothed.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="axis">How keys are normalized.</param>
    /// <param name="threads">Threads that it may take.</param>
    public static void Apply(GridScores scores, ReadOnlySpan<float> key, float threshold, float scale, KeyAxis axis, Parallelism threads)
    {
        int positions = scores.Positions, classes = scores.Rows, size = key.Length / positions;
        using var lent = new RentedBuffers();
        var units = lent.Take(key.Length);
        Normalize(key, size, axis, units.AsSpan(0, key.Length));
        float[] confidences = lent.Take(classes * positions), probabilities = lent.Take(classes * positions), smoothed = lent.Take(
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
                mixed.Clear();
                for (int j = 0; j < positions; j++)
                {
                    float weight = TensorPrimitives.Dot<float>(units.AsSpan(i * size, size), units.AsSpan(j * size, size));
                    TensorPrimitives.MultiplyAdd(probabilities.AsSpan(j * classes, classes), weight, mixed, mixed);
                }
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
