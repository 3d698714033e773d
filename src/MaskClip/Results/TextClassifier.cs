using MaskClip.Model;
using MaskClip.Results;

namespace MaskClip;

/// <summary>
/// A vocabulary's text embeddings: the 1x1 convolution that classifies dense features (paper, section 3.3). Made by
/// <see cref="Segmenter.Embed(Vocabulary, TextOptions?, CancellationToken)"/>.
/// </summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed class TextClassifier
{
    /// <summary>Takes embeddings over.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="rows">Unit-length embeddings <c>[rows, size]</c>.</param>
    /// <param name="classOfRow">The class of each.</param>
    /// <param name="size">Length of an embedding.</param>
    /// <param name="softmaxOverRows">Whether every row takes part in the softmax by itself.</param>
    /// <param name="backgroundApart">Whether every row of the background does, and the others by class.</param>
    /// <param name="origin">What made them; <see langword="null"/> for rows that no text tower made, which fit every model of their
    /// length.</param>
    internal TextClassifier(
        Vocabulary vocabulary,
        float[] rows,
        int[] classOfRow,
        int size,
        bool softmaxOverRows = false,
        bool backgroundApart = false,
        TextOrigin? origin = null)
    {
        Origin = origin;
        BackgroundApart = backgroundApart;
        (ScoreOfRow, ClassOfScore) = softmaxOverRows ? ([.. Enumerable.Range(0, classOfRow.Length)], classOfRow)
            : backgroundApart && vocabulary.Classes[0].IsBackground ? Apart(classOfRow)
            : (classOfRow, [.. Enumerable.Range(0, vocabulary.Classes.Count)]);
        Vocabulary = vocabulary;
        Rows = rows;
        ClassOfRow = classOfRow;
        Size = size;
        SoftmaxOverRows = softmaxOverRows;
    }

    /// <summary>The classes.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Length of an embedding.</summary>
    public int Size { get; }

    /// <summary>Unit-length text embeddings <c>[rows, size]</c>; a class has one row, or one for each synonym.</summary>
    public ReadOnlySpan<float> Embeddings => Rows;

    /// <summary>The class that each row of <see cref="Embeddings"/> belongs to.</summary>
    public ReadOnlySpan<int> Classes => ClassOfRow;

    /// <summary>What made the embeddings, where a text tower did.</summary>
    internal TextOrigin? Origin { get; }

    internal float[] Rows { get; }

    internal int[] ClassOfRow { get; }

    /// <summary>
    /// Whether every row takes part in the softmax by itself (<see cref="SynonymMode.BestProbability"/>), or a class's best one for all of
    /// them.
    /// </summary>
    internal bool SoftmaxOverRows { get; }

    /// <summary>Whether every background name takes part in the softmax by itself (<see cref="SynonymMode.BestName"/>).</summary>
    internal bool BackgroundApart { get; }

    /// <summary>The row of scores in which each embedding counts; the best of several does.</summary>
    internal int[] ScoreOfRow { get; }

    /// <summary>The class of each row of scores.</summary>
    internal int[] ClassOfScore { get; }

    /// <summary>Checks that the embeddings can be compared with features.</summary>
    /// <param name="origin">What makes embeddings for those features.</param>
    /// <param name="size">Length of a feature.</param>
    /// <exception cref="ArgumentException">They were made otherwise; both are named.</exception>
    internal void CheckFits(TextOrigin origin, int size)
    {
        if (Origin is { } own && !own.IsSameModel(origin))
        {
            throw new ArgumentException(
                $"The text embeddings were made by {own}. This photo needs those of {origin}. Embed the names with the segmenter that " +
                $"embeds the photo.");
        }

        if (Size != size)
        {
            throw new ArgumentException(
                $"The text embeddings have {Size} numbers and the photo's features {size}: they come from different models.");
        }
    }

    /// <summary>A classifier of some of the classes, in another order.</summary>
    /// <param name="classes">Their indices, each once; a background class can only be the first.</param>
    public TextClassifier Only(IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var rows = new List<float>();
        var classOfRow = new List<int>();
        for (int index = 0; index < classes.Count; index++)
        {
            for (int row = 0; row < ClassOfRow.Length; row++)
            {
                if (ClassOfRow[row] != classes[index]) continue;
                rows.AddRange(Rows.AsSpan(row * Size, Size));
                classOfRow.Add(index);
            }
        }

        var vocabulary = new Vocabulary([.. classes.Select(index => Vocabulary.Classes[index])]);
        return new TextClassifier(vocabulary, [.. rows], [.. classOfRow], Size, SoftmaxOverRows, BackgroundApart, Origin);
    }

    /// <summary>The same without the rows of some classes; these stay in the vocabulary, but get no pixels.</summary>
    /// <param name="classes">Which classes go: one value for each of the vocabulary's, at least one <see langword="false"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than classes.</exception>
    public TextClassifier Without(ReadOnlySpan<bool> classes)
    {
        if (classes.Length != Vocabulary.Classes.Count)
        {
            throw new ArgumentException(
                $"The vocabulary has {Vocabulary.Classes.Count} classes; {classes.Length} values were given.", nameof(classes));
        }

        var rows = new List<float>();
        var classOfRow = new List<int>();
        for (int row = 0; row < ClassOfRow.Length; row++)
        {
            if (classes[ClassOfRow[row]]) continue;
            rows.AddRange(Rows.AsSpan(row * Size, Size));
            classOfRow.Add(ClassOfRow[row]);
        }

        return new TextClassifier(Vocabulary, [.. rows], [.. classOfRow], Size, SoftmaxOverRows, BackgroundApart, Origin);
    }

    /// <summary>A row of scores for each row of the background, and one for each other class that has a row.</summary>
    private static (int[] ScoreOfRow, int[] ClassOfScore) Apart(int[] classOfRow)
    {
        var scoreOfRow = new int[classOfRow.Length];
        var classOfScore = new List<int>();
        for (int row = 0; row < scoreOfRow.Length; row++)
        {
            int known = classOfRow[row] == 0 ? -1 : classOfScore.IndexOf(classOfRow[row]);
            if (known < 0)
            {
                known = classOfScore.Count;
                classOfScore.Add(classOfRow[row]);
            }

            scoreOfRow[row] = known;
        }

        return (scoreOfRow, [.. classOfScore]);
    }
}
