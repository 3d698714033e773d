using System.Numerics.Tensors;
using MaskClip.Model;

namespace MaskClip.Scores;

/// <summary>
/// What surrounds each position of a grid: the mean feature of a square of positions, for towers that do not give it themselves.
/// </summary>
internal static class Surroundings
{
    private const int Reach = 4; // a square of nine positions, as the towers that give it have

    /// <summary>Unit means <c>[positions, d]</c> of the squares around each position, cut off at the border.</summary>
    /// <param name="features">Unit features <c>[positions, d]</c>.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="size">d.</param>
    public static float[] Of(ReadOnlySpan<float> features, int columns, int size)
    {
        int rows = features.Length / size / columns;
        float[] along = new float[features.Length], result = new float[features.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) SumLine(features, along, row * columns + column, column, columns, 1, size);
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) SumLine(along, result, row * columns + column, row, rows, columns, size);
        }

        Model.UnitLength.Rows(result, size);
        return result;
    }

    /// <summary>Sums the positions near one along its row or column.</summary>
    /// <param name="source">Takes part in the sum.</param>
    /// <param name="target">Takes it.</param>
    /// <param name="position">Index of the position.</param>
    /// <param name="at">Where it is in its line.</param>
    /// <param name="length">Positions of the line.</param>
    /// <param name="step">From one position of the line to the next.</param>
    /// <param name="size">Length of a feature.</param>
    private static void SumLine(ReadOnlySpan<float> source, float[] target, int position, int at, int length, int step, int size)
    {
        var sum = target.AsSpan(position * size, size);
        for (int other = Math.Max(0, at - Reach); other <= Math.Min(length - 1, at + Reach); other++)
        {
            TensorPrimitives.Add(sum, source.Slice((position + (other - at) * step) * size, size), sum);
        }
    }
}
