namespace MaskClip;

/// <summary>A vocabulary's text embeddings: the 1x1 convolution that classifies dense features (paper, section 3.3). Made by <see cref="Segmenter.Embed(Vocabulary, CancellationToken)"/>.</summary>
public sealed class TextClassifier
{
    internal TextClassifier(Vocabulary vocabulary, float[] rows, int[] classOfRow, int size, bool softmaxOverRows = false)
    {
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

    internal float[] Rows { get; }

    internal int[] ClassOfRow { get; }

    /// <summary>Whether every row takes part in the softmax by itself (<see cref="SynonymMode.BestProbability"/>), or a class's best one for all of them.</summary>
    internal bool SoftmaxOverRows { get; }

    /// <summary>The same without the rows of some classes; these stay in the vocabulary, but get no pixels.</summary>
    internal TextClassifier Without(ReadOnlySpan<bool> classes)
    {
        var rows = new List<float>();
        var classOfRow = new List<int>();
        for (int row = 0; row < ClassOfRow.Length; row++)
        {
            if (classes[ClassOfRow[row]]) continue;
            rows.AddRange(Rows.AsSpan(row * Size, Size));
            classOfRow.Add(ClassOfRow[row]);
        }

        return new TextClassifier(Vocabulary, [.. rows], [.. classOfRow], Size, SoftmaxOverRows);
    }
}
