using MaskClip.Dense;

namespace MaskClip;

/// <summary>An embedded photo: dense CLIP features that any names can be scored against. Heavy to make, cheap to use, safe to use from several threads.</summary>
public sealed class DenseFeatures : IDisposable
{
    private readonly Segmenter segmenter;
    private readonly KeyAxis keyAxis;
    private float[]? features;
    private float[]? key;

    internal DenseFeatures(Segmenter segmenter, int width, int height, int columns, int rows, int size, float[] features, float[]? key, KeyAxis keyAxis)
    {
        this.segmenter = segmenter;
        this.keyAxis = keyAxis;
        this.features = features;
        this.key = key;
        Width = width;
        Height = height;
        GridWidth = columns;
        GridHeight = rows;
        Size = size;
    }

    /// <summary>The photo's width in pixels.</summary>
    public int Width { get; }

    /// <summary>The photo's height in pixels.</summary>
    public int Height { get; }

    /// <summary>Columns of the patch grid.</summary>
    public int GridWidth { get; }

    /// <summary>Rows of the patch grid.</summary>
    public int GridHeight { get; }

    /// <summary>Length of one position's feature.</summary>
    public int Size { get; }

    /// <summary>Unit-length features <c>[gridHeight · gridWidth, size]</c>.</summary>
    public ReadOnlySpan<float> Features => Alive(features);

    /// <summary>Keys <c>[gridHeight · gridWidth, k]</c>; empty when <see cref="SegmenterOptions.Keys"/> is off.</summary>
    public ReadOnlySpan<float> Key => key;

    /// <summary>Divides the photo among names.</summary>
    /// <param name="names">Names in plain words; <c>sofa|couch</c> are synonyms.</param>
    /// <param name="options">Key smoothing, prompt denoising, least score; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There is no name, one is empty, or an option is out of range.</exception>
    public Segmentation Segment(IEnumerable<string> names, SegmentationOptions? options = null) => Segment(Vocabulary.Parse(names), options);

    /// <summary>Divides the photo among the classes of a vocabulary.</summary>
    /// <inheritdoc cref="Segment(IEnumerable{string}, SegmentationOptions?)"/>
    public Segmentation Segment(Vocabulary vocabulary, SegmentationOptions? options = null) => Segment(segmenter.Embed(vocabulary), options);

    /// <summary>Divides the photo among the classes of a classifier made by the same <see cref="Segmenter"/>.</summary>
    /// <param name="classifier">Text embeddings.</param>
    /// <param name="options">Key smoothing, prompt denoising, least score; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">The embeddings have another length, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">Key smoothing is asked for and there are no keys.</exception>
    public Segmentation Segment(TextClassifier classifier, SegmentationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        options ??= new();
        var scores = Score(classifier, options);
        var confidences = scores.Confidences(options.LogitScale);
        int classes = scores.Classes;
        var (labels, regions) = FullSizeArgmax.Run(scores.Values, confidences, classes, GridHeight, GridWidth, Height, Width, options.MinScore);
        return new Segmentation(Width, Height, classifier.Vocabulary, labels, regions.Regions(classifier.Vocabulary, labels.LongLength), confidences, GridWidth, GridHeight);
    }

    /// <summary>Scores on the patch grid, denoised and smoothed as asked.</summary>
    internal GridScores Score(TextClassifier classifier, SegmentationOptions options)
    {
        options.Validate();
        if (classifier.Size != Size)
        {
            throw new ArgumentException($"The text embeddings have {classifier.Size} numbers and the photo's features {Size}: they come from different models.", nameof(classifier));
        }

        var scores = GridScores.Cosines(Alive(features), classifier.Rows, classifier.ClassOfRow, classifier.Vocabulary.Classes.Count, Size);
        Refinement.Apply(scores, key, keyAxis, options);
        return scores;
    }

    /// <summary>Lets go of the features.</summary>
    public void Dispose()
    {
        features = null;
        key = null;
    }

    private T Alive<T>(T? value)
        where T : class
    {
        ObjectDisposedException.ThrowIf(value is null, this);
        return value;
    }
}
