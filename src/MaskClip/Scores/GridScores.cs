using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>A window's scores against a vocabulary on the patch grid: <c>[rows, positions]</c>.</summary>
/// <remarks>
/// A row is a class, or a synonym of one where the softmax runs over all synonyms (<see cref="SynonymMode.BestProbability"/>). Values are
/// cosines at first (removed classes at <see cref="Removed"/>); probabilities once key smoothing has run, as in the released code.
/// </remarks>
internal sealed class GridScores
{
    /// <summary>What prompt denoising puts in place of a removed class's cosines.</summary>
    public const float Removed = -100;

    private readonly int[] classOfRow;

    private GridScores(float[] values, int[] classOfRow, int classes, int positions)
    {
        Values = values;
        this.classOfRow = classOfRow;
        Classes = classes;
        Positions = positions;
    }

    /// <summary>The scores, row by row, at the start of an array that may be longer where it is rented.</summary>
    public float[] Values { get; }

    /// <summary>Number of rows: the classes, or all their synonyms.</summary>
    public int Rows => classOfRow.Length;

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of grid positions.</summary>
    public int Positions { get; }

    /// <summary>All scores, row by row.</summary>
    private Span<float> All => Values.AsSpan(0, Rows * Positions);

    /// <summary>The class of each row.</summary>
    public ReadOnlySpan<int> ClassOfRow => classOfRow;

    /// <summary>Whether the values are smoothed probabilities instead of cosines.</summary>
    public bool AreProbabilities { get; private set; }

    /// <summary>
    /// Compares unit features <c>[positions, d]</c> with a vocabulary's text rows, which count in rows of scores as the classifier says.
    /// </summary>
    /// <param name="features">Dense features.</param>
    /// <param name="classifier">Text rows.</param>
    /// <param name="buffers">What the scores are written into until it is disposed; <see langword="null"/> allocates.</param>
    /// <param name="sigmoidBias">See <see cref="SigmoidBias"/>.</param>
    public static GridScores Cosines(
        ReadOnlySpan<float> features, TextClassifier classifier, RentedBuffers? buffers = null, float? sigmoidBias = null) =>
        Cosines(
            features,
            classifier.Rows,
            classifier.ScoreOfRow,
            classifier.ClassOfScore,
            classifier.Vocabulary.Classes.Count,
            classifier.Size,
            buffers,
            sigmoidBias);

    /// <summary>
    /// Compares unit features <c>[positions, d]</c> with unit text rows <c>[rows, d]</c>; a class takes the best of its rows.
    /// </summary>
    /// <param name="features">Dense features.</param>
    /// <param name="text">Text rows.</param>
    /// <param name="classOfRow">The class each row belongs to; a class without rows is removed.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="size">d.</param>
    public static GridScores Cosines(
        ReadOnlySpan<float> features, ReadOnlySpan<float> text, ReadOnlySpan<int> classOfRow, int classes, int size) =>
        Cosines(features, text, classOfRow, [.. Enumerable.Range(0, classes)], classes, size, buffers: null);

    /// <summary>A classifier's logits <c>[classes, positions]</c>, taken as they are.</summary>
    public static GridScores Logits(
        float[] values, int classes, int positions) => new(values, [.. Enumerable.Range(0, classes)], classes, positions);

    /// <summary>Scores that are probabilities of classes already.</summary>
    public static GridScores Probabilities(float[] values, int classes) =>
        new(values, [.. Enumerable.Range(0, classes)], classes, values.Length / classes) { AreProbabilities = true };

    /// <summary>
    /// Softmax over rows of <c>scale · score</c> at every position, or each one's sigmoid; smoothed probabilities are brought to sum 1
    /// instead.
    /// </summary>
    /// <returns><c>[rows, positions]</c>.</returns>
    public float[] RowConfidences(float scale)
    {
        var result = GC.AllocateUninitializedArray<float>(Rows * Positions);
        RowConfidences(scale, result);
        return result;
    }

    /// <summary>The same, into <c>rows · positions</c> numbers that are there already.</summary>
    public void RowConfidences(float scale, Span<float> result)
    {
        All.CopyTo(result);
        Normalizer.Normalize(result, Positions, scale, AreProbabilities, new float[Positions], SigmoidBias);
    }

    /// <summary>The best of each class's <see cref="RowConfidences(float)"/>.</summary>
    /// <returns><c>[classes, positions]</c>.</returns>
    public float[] Confidences(float scale)
    {
        var rows = RowConfidences(scale);
        if (Rows == Classes && classOfRow.Select((label, row) => label == row).All(same => same)) return rows;
        var result = new float[Classes * Positions];
        for (int row = 0; row < Rows; row++)
        {
            var best = result.AsSpan(classOfRow[row] * Positions, Positions);
            TensorPrimitives.Max(best, rows.AsSpan(row * Positions, Positions), best);
        }

        return result;
    }

    /// <summary>How much positions are like classes with examples, <c>[classes, positions]</c>; see <see cref="ExemplarScores"/>.</summary>
    public float[]? Likeness { get; set; }

    /// <summary>Whether prompt denoising found no class confident enough anywhere in the photo.</summary>
    public bool NoneConfident { get; set; }

    /// <summary>
    /// What a sigmoid adds to scaled cosines, where each row's probability is one of its own; <see langword="null"/> for a softmax over
    /// rows.
    /// </summary>
    public float? SigmoidBias { get; init; }

    /// <summary>One row's scores.</summary>
    public Span<float> Row(int row) => Values.AsSpan(row * Positions, Positions);

    /// <summary>Removes all rows of the classes that are marked.</summary>
    public void Remove(ReadOnlySpan<bool> classes)
    {
        for (int row = 0; row < Rows; row++)
        {
            if (classes[classOfRow[row]]) Row(row).Fill(Removed);
        }
    }

    /// <summary>Replaces the cosines by smoothed probabilities.</summary>
    public void BecomeProbabilities(ReadOnlySpan<float> smoothed)
    {
        smoothed.CopyTo(All);
        AreProbabilities = true;
    }

    private static GridScores Cosines(
        ReadOnlySpan<float> features,
        ReadOnlySpan<float> text,
        ReadOnlySpan<int> scoreOfRow,
        int[] classOfScore,
        int classes,
        int size,
        RentedBuffers? buffers,
        float? sigmoidBias = null)
    {
        int positions = features.Length / size, length = classOfScore.Length * positions;
        var scores = new GridScores(buffers?.Rent(length) ?? new float[length], classOfScore, classes, positions)
        {
            SigmoidBias = sigmoidBias,
        };
        bool alike = scoreOfRow.Length == classOfScore.Length;
        for (int row = 0; row < scoreOfRow.Length && alike; row++) alike = scoreOfRow[row] == row;
        if (alike)
        {
            RowProducts.Compute(features, text, size, scores.All);
            return scores;
        }

        scores.All.Fill(Removed);
        if (scoreOfRow.IsEmpty) return scores;
        using var ours = new RentedBuffers();
        var products = ours.Rent(scoreOfRow.Length * positions);
        RowProducts.Compute(features, text, size, products.AsSpan(0, scoreOfRow.Length * positions));
        for (int row = 0; row < scoreOfRow.Length; row++)
        {
            var best = scores.Row(scoreOfRow[row]);
            TensorPrimitives.Max(best, products.AsSpan(row * positions, positions), best);
        }

        return scores;
    }
}
