using System.Numerics.Tensors;

namespace MaskClip.Dense;

/// <summary>A photo's scores against a vocabulary on the patch grid: <c>[classes, positions]</c>.</summary>
/// <remarks>Cosines at first (removed classes at <see cref="Removed"/>); probabilities once key smoothing has run, as in the released code.</remarks>
internal sealed class GridScores
{
    /// <summary>What prompt denoising puts in place of a removed class's cosines.</summary>
    public const float Removed = -100;

    private GridScores(float[] values, int classes, int positions)
    {
        Values = values;
        Classes = classes;
        Positions = positions;
    }

    /// <summary>The scores, class by class.</summary>
    public float[] Values { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of grid positions.</summary>
    public int Positions { get; }

    /// <summary>Whether the values are smoothed probabilities instead of cosines.</summary>
    public bool AreProbabilities { get; private set; }

    /// <summary>Cosines of unit features <c>[positions, d]</c> with unit text rows <c>[rows, d]</c>; a class takes the best of its rows.</summary>
    /// <param name="features">Dense features.</param>
    /// <param name="text">Text rows.</param>
    /// <param name="classOfRow">The class each row belongs to.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="size">d.</param>
    public static GridScores Cosines(ReadOnlySpan<float> features, ReadOnlySpan<float> text, ReadOnlySpan<int> classOfRow, int classes, int size)
    {
        int positions = features.Length / size;
        var values = new float[classes * positions];
        values.AsSpan().Fill(float.NegativeInfinity);
        for (int position = 0; position < positions; position++)
        {
            var feature = features.Slice(position * size, size);
            for (int row = 0; row < classOfRow.Length; row++)
            {
                ref float best = ref values[classOfRow[row] * positions + position];
                best = Math.Max(best, TensorPrimitives.Dot(feature, text.Slice(row * size, size)));
            }
        }

        return new GridScores(values, classes, positions);
    }

    /// <summary>A classifier's logits <c>[classes, positions]</c>, taken as they are.</summary>
    public static GridScores Logits(float[] values, int classes) => new(values, classes, values.Length / classes);

    /// <summary>Softmax over classes of <c>scale · score</c> at every position; smoothed probabilities are brought to sum 1 instead.</summary>
    public float[] Confidences(float scale)
    {
        if (AreProbabilities) return Normalised();
        var result = new float[Values.Length];
        var top = new float[Positions];
        top.AsSpan().Fill(float.NegativeInfinity);
        for (int c = 0; c < Classes; c++) TensorPrimitives.Max(top, Row(Values, c), top);
        var sum = new float[Positions];
        for (int c = 0; c < Classes; c++)
        {
            var row = Row(result, c);
            TensorPrimitives.Subtract(Row(Values, c), top, row);
            TensorPrimitives.Multiply(row, scale, row);
            TensorPrimitives.Exp(row, row);
            TensorPrimitives.Add(sum, row, sum);
        }

        for (int c = 0; c < Classes; c++) TensorPrimitives.Divide(Row(result, c), sum, Row(result, c));
        return result;
    }

    /// <summary>One class's scores.</summary>
    public Span<float> Row(int c) => Row(Values, c);

    /// <summary>Replaces the cosines by smoothed probabilities.</summary>
    public void BecomeProbabilities(float[] smoothed)
    {
        smoothed.CopyTo(Values, 0);
        AreProbabilities = true;
    }

    private float[] Normalised()
    {
        // Key similarities may be negative, so a smoothed probability may be too: as a confidence that means none.
        var result = new float[Values.Length];
        TensorPrimitives.Max(Values, 0, result);
        var sum = new float[Positions];
        for (int c = 0; c < Classes; c++) TensorPrimitives.Add(sum, Row(result, c), sum);
        TensorPrimitives.Max(sum, 1e-12f, sum);
        for (int c = 0; c < Classes; c++) TensorPrimitives.Divide(Row(result, c), sum, Row(result, c));
        return result;
    }

    private Span<float> Row(float[] values, int c) => values.AsSpan(c * Positions, Positions);
}
