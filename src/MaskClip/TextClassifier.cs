namespace MaskClip;

/// <summary>A vocabulary's text embeddings: the 1x1 convolution that classifies dense features (paper, section 3.3). Made by <see cref="Segmenter.Embed(Vocabulary, CancellationToken)"/>.</summary>
public sealed class TextClassifier
{
    internal TextClassifier(Vocabulary vocabulary, float[] rows, int[] classOfRow, int size)
    {
        Vocabulary = vocabulary;
        Rows = rows;
        ClassOfRow = classOfRow;
        Size = size;
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
}
