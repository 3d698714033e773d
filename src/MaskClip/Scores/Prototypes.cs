using System.Numerics.Tensors;
using MaskClip.Model;
using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>Prototypes: what the positions that a name has look like on average in this photo helps to find the rest of them.</summary>
/// <remarks>
/// Three times <c>P = softmax(scale · S)</c>, a name's prototype is the unit mean of the keys weighted by P, and <c>S = S0 + weight · key ·
/// prototype</c> for names that have
/// more than 2 % of the positions. Ours: transductive inference in one photo. Safe to use from several threads.
/// </remarks>
public static class Prototypes
{
    private const int Rounds = 3;
    private const float MinShare = 0.02f;

    /// <summary>Cosines of features and names, to which their similarity with prototypes is added.</summary>
    /// <param name="features">Unit-length features <c>[positions, size]</c>.</param>
    /// <param name="names">Unit-length names <c>[names, size]</c>.</param>
    /// <param name="size">Length of both.</param>
    /// <param name="key">Keys <c>[positions, k]</c>; not changed.</param>
    /// <param name="weight">How much the prototypes count beside the names.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <returns>Scores <c>[names, positions]</c>.</returns>
    public static float[] Sharpen(
        ReadOnlySpan<float> features, ReadOnlySpan<float> names, int size, ReadOnlySpan<float> key, float weight, float scale)
    {
        int count = names.Length / size;
        var scores = GridScores.Cosines(features, names, [.. Enumerable.Range(0, count)], count, size);
        Apply(scores, key, weight, scale);
        return scores.Values;
    }

    /// <summary>Adds the similarity with prototypes to a window's cosines.</summary>
    /// <param name="scores">Cosines.</param>
    /// <param name="key">Keys <c>[positions, k]</c>; not changed.</param>
    /// <param name="weight">How much the prototypes count beside the names.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    internal static void Apply(GridScores scores, ReadOnlySpan<float> key, float weight, float scale)
    {
        int positions = scores.Positions, rows = scores.Rows, size = key.Length / positions;
        using var buffers = new RentedBuffers();
        var units = buffers.Rent(key.Length).AsSpan(0, key.Length);
        key.CopyTo(units);
        Model.UnitLength.Rows(units, size);
        var first = buffers.Rent(rows * positions).AsSpan(0, rows * positions);
        scores.Values.AsSpan(0, first.Length).CopyTo(first);
        var shares = buffers.Rent(first.Length).AsSpan(0, first.Length);
        var prototype = buffers.Rent(size).AsSpan(0, size);
        for (int round = 0; round < Rounds; round++)
        {
            scores.RowConfidences(scale, shares);
            for (int row = 0; row < rows; row++)
            {
                var own = shares.Slice(row * positions, positions);
                var target = scores.Row(row);
                first.Slice(row * positions, positions).CopyTo(target);
                if (TensorPrimitives.Sum<float>(own) <= MinShare * positions) continue;
                prototype.Clear();
                for (int i = 0; i < positions; i++) TensorPrimitives.MultiplyAdd(units.Slice(i * size, size), own[i], prototype, prototype);
                Model.UnitLength.Apply(prototype);
                for (int i = 0; i < positions; i++)
                    target[i] += weight * TensorPrimitives.Dot<float>(units.Slice(i * size, size), prototype);
            }
        }
    }
}
