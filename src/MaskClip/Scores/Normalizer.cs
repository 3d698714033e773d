using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>
/// Turns scores into probabilities: a softmax over rows, a sigmoid of each, or, where they are smoothed probabilities already, a division
/// by their sum.
/// </summary>
internal static class Normalizer
{
    private const float SmallestSum = 1e-12f;

    /// <summary>Replaces scores <c>[rows, columns]</c> by probabilities.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="scale">What scores are multiplied by before the softmax.</param>
    /// <param name="areProbabilities">Whether the scores are probabilities.</param>
    /// <param name="norm">
    /// Takes one number a column, with which <see cref="Apply"/> turns any of its rows alone: the logarithm of the sum of exponentials, or
    /// the sum.
    /// </param>
    /// <param name="sigmoidBias">What a sigmoid adds to scaled scores; <see langword="null"/> for a softmax.</param>
    public static void Normalize(
        Span<float> scores, int columns, float scale, bool areProbabilities, Span<float> norm, float? sigmoidBias = null)
    {
        if (sigmoidBias is { } bias && !areProbabilities)
        {
            norm.Clear();
            Sigmoid(scores, scale, bias);
            return;
        }

        using var buffers = new RentedBuffers();
        var sum = buffers.Rent(columns).AsSpan(0, columns);
        sum.Clear();
        if (!areProbabilities)
        {
            norm.Fill(float.NegativeInfinity);
            for (int at = 0; at < scores.Length; at += columns) TensorPrimitives.Max(norm, scores.Slice(at, columns), norm);
        }

        for (int at = 0; at < scores.Length; at += columns)
        {
            var row = scores.Slice(at, columns);
            if (areProbabilities)
            {
                // Key similarities may be negative, so a smoothed probability may be too: as a confidence that means none.
                TensorPrimitives.Max(row, 0, row);
            }
            else
            {
                TensorPrimitives.Subtract(row, norm, row);
                TensorPrimitives.Multiply(row, scale, row);
                TensorPrimitives.Exp<float>(row, row);
            }

            TensorPrimitives.Add<float>(sum, row, sum);
        }

        TensorPrimitives.Max<float>(sum, SmallestSum, sum);
        for (int at = 0; at < scores.Length; at += columns)
            TensorPrimitives.Divide(scores.Slice(at, columns), sum, scores.Slice(at, columns));
        if (areProbabilities)
        {
            sum.CopyTo(norm);
            return;
        }

        TensorPrimitives.Log<float>(sum, sum);
        TensorPrimitives.MultiplyAdd(norm, scale, sum, norm);
    }

    /// <summary>Turns one row into probabilities.</summary>
    /// <param name="row">Scores, replaced by probabilities.</param>
    /// <param name="norm">What <see cref="Normalize"/> found for all rows.</param>
    /// <param name="scale">What scores are multiplied by before the softmax.</param>
    /// <param name="areProbabilities">Whether the scores are probabilities.</param>
    /// <param name="sigmoidBias">As there.</param>
    public static void Apply(Span<float> row, ReadOnlySpan<float> norm, float scale, bool areProbabilities, float? sigmoidBias = null)
    {
        if (sigmoidBias is { } bias && !areProbabilities)
        {
            Sigmoid(row, scale, bias);
            return;
        }

        if (areProbabilities)
        {
            TensorPrimitives.Max(row, 0, row);
            TensorPrimitives.Divide(row, norm, row);
            return;
        }

        TensorPrimitives.Multiply(row, scale, row);
        TensorPrimitives.Subtract(row, norm, row);
        TensorPrimitives.Exp(row, row);
    }

    private static void Sigmoid(Span<float> scores, float scale, float bias)
    {
        TensorPrimitives.Multiply(scores, scale, scores);
        TensorPrimitives.Add(scores, bias, scores);
        TensorPrimitives.Sigmoid<float>(scores, scores);
    }
}
