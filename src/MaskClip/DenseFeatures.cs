
using MaskClip.Edges;
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Telemetry;
using MaskClip.Windows;

namespace MaskClip;

/// <summary>An embedded photo: dense CLIP features that any names can be scored against. Heavy to make, cheap to use.</summary>
/// <remarks>
/// A photo that was embedded in windows, mirrored or at several scales is several grids of features; names are scored against all of them.
/// The photo itself is kept for what needs its pixels: <see cref="SegmentationOptions.Pamr"/>,
/// <see cref="SegmentationOptions.VocabularyReduction"/>. Features outlive their <see cref="Segmenter"/> for what needs no engine: a
/// classifier that was made before, without vocabulary reduction, and a method that does not run its last block again.
/// Safe to use, and to dispose, from several threads.
/// </remarks>
public sealed class DenseFeatures : IDisposable
{
    private readonly Segmenter segmenter;
    private readonly string? method;
    private readonly KeyAxis keyAxis;
    private readonly RgbImage photo;
    private readonly IReadOnlyList<PassPlan> plans;
    private readonly Lock gate = new();
    private float[]? whole;
    private GridFeatures[][][]? windows;

    /// <summary>Takes features over.</summary>
    /// <param name="segmenter">What made them.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="plans">The passes.</param>
    /// <param name="windows">Features by pass, row of windows and window.</param>
    /// <param name="method">The dense method that made them.</param>
    internal DenseFeatures(
        Segmenter segmenter, RgbImage photo, IReadOnlyList<PassPlan> plans, GridFeatures[][][] windows, string? method)
    {
        this.method = method;
        this.segmenter = segmenter;
        this.photo = photo;
        this.plans = plans;
        this.windows = windows;
        keyAxis = KeyAxes.Of(segmenter.Options.Compatibility);
        Size = segmenter.Model.ImageConfig.EmbeddingSize;
        (GridWidth, GridHeight) = PhotoLabeling.GridSize(plans[0]);
    }

    /// <summary>The photo's width in pixels.</summary>
    public int Width => photo.Width;

    /// <summary>The photo's height in pixels.</summary>
    public int Height => photo.Height;

    /// <summary>Columns of the patch grid; with windows, of a grid of such cells (or larger ones) over the whole photo.</summary>
    public int GridWidth { get; }

    /// <summary>Rows of the patch grid; with windows, of a grid of such cells (or larger ones) over the whole photo.</summary>
    public int GridHeight { get; }

    /// <summary>Length of one position's feature.</summary>
    public int Size { get; }

    /// <summary>Unit-length features <c>[gridHeight · gridWidth, size]</c>.</summary>
    /// <exception cref="InvalidOperationException">The photo was embedded in windows, mirrored or at several scales: there is no single
    /// grid.</exception>
    /// <exception cref="ObjectDisposedException">The features were disposed.</exception>
    public ReadOnlySpan<float> Features => Single.Features.Span;

    /// <summary>Keys <c>[gridHeight · gridWidth, k]</c>; empty when <see cref="PhotoOptions.Keys"/> is off.</summary>
    /// <exception cref="InvalidOperationException">The photo was embedded in windows, mirrored or at several scales: there is no single
    /// grid.</exception>
    /// <exception cref="ObjectDisposedException">The features were disposed.</exception>
    public ReadOnlySpan<float> Key => Single.Key.Span;

    /// <summary>Features of the square around each position, where the model gives them with keys.</summary>
    /// <value><c>[positions, size]</c>; empty where it gives none.</value>
    public ReadOnlySpan<float> Surroundings => Single.Surroundings.Span;

    /// <summary>
    /// How many cells the grid's positions sit before the middle of their cells, across and down: 0 for patches, nearly half a cell where
    /// position i sits on pixel i · cell, as in convolutional networks. Pixel i of a side of n is at (i + 0.5) · cells / n - 0.5 + shift.
    /// </summary>
    public (double X, double Y) PositionShift => (plans[0].Columns.Shift, plans[0].Rows.Shift);

    /// <summary>
    /// Whether there is one grid of <see cref="Features"/> whose bilinearly enlarged scores are the labels: what can be scored elsewhere.
    /// </summary>
    /// <value>
    /// <see langword="false"/> for windows, flips, several scales and padding, and for methods that run their last block again once names
    /// are known.
    /// </value>
    /// <exception cref="ObjectDisposedException">The features were disposed.</exception>
    public bool IsSingleGrid => plans is [{ Direct: true }] && Alive is [[[{ SecondPass: null }]]];

    private GridFeatures Single => Alive is [[[var single]]]
        ? single
        : throw NoGrid();

    private GridFeatures[][][] Alive
    {
        get
        {
            var value = windows;
            ObjectDisposedException.ThrowIf(value is null, this);
            return value;
        }
    }

    /// <summary>An example of what a class looks like: a place of this photo, for <see cref="TextClassifier.With"/>.</summary>
    /// <param name="label">The class.</param>
    /// <param name="place">Pixels of the photo; one is enough, of several their mean is taken.</param>
    /// <param name="isNegative">Whether the place is what is not meant.</param>
    /// <exception cref="OptionsException">The label is not a name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place is empty, or not wholly inside the photo.</exception>
    /// <exception cref="ObjectDisposedException">The features were disposed.</exception>
    public Exemplar Exemplar(string label, PixelBox place, bool isNegative = false)
    {
        var features = Alive;
        bool inside = place is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && place.Width <= Width - place.X
            && place.Height <= Height - place.Y;
        if (!inside) throw new ArgumentOutOfRangeException(nameof(place), place, $"The place must lie inside the {Width}x{Height} photo.");
        var feature = PlaceFeature.Mean(plans, features, place, photo, Size);
        return new(label, feature, OtsuThreshold.Of(Similarities(features, feature)), isNegative, segmenter.Origin);
    }

    /// <summary>Features by pass, row of windows and window.</summary>
    internal GridFeatures[][][] Windows => Alive;

    /// <summary>Cosines of a feature with all positions.</summary>
    internal float[] Similarities(ReadOnlySpan<float> feature) => Similarities(Alive, feature);

    private float[] Similarities(GridFeatures[][][] features, ReadOnlySpan<float> feature)
    {
        var cosines = new List<float>();
        foreach (var window in features.SelectMany(pass => pass).SelectMany(row => row))
        {
            var own = new float[window.Features.Length / Size];
            RowProducts.Compute(window.Features.Span, feature, Size, own);
            cosines.AddRange(own);
        }

        return [.. cosines];
    }

    /// <summary>Divides the photo among names.</summary>
    /// <param name="names">Names in plain words; <c>sofa|couch</c> are synonyms, and <c>sofa|couch=seat</c> have a label.</param>
    /// <param name="options">Refinement and thresholds; <see langword="null"/> takes the defaults.</param>
    /// <param name="cancellationToken">Stops the work between parts of the photo.</param>
    /// <exception cref="OptionsException">There is no name, one is empty, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The features or the model were disposed.</exception>
    public Segmentation Segment(
        IEnumerable<string> names, SegmentationOptions? options = null, CancellationToken cancellationToken = default) =>
        Segment(Vocabulary.Parse(names), options, cancellationToken);

    /// <summary>Divides the photo among the classes of a vocabulary.</summary>
    /// <inheritdoc cref="Segment(IEnumerable{string}, SegmentationOptions?, CancellationToken)"/>
    public Segmentation Segment(Vocabulary vocabulary, SegmentationOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = Alive; // before names are embedded in vain
        return Segment(segmenter.Embed(vocabulary, cancellationToken: cancellationToken), options, cancellationToken);
    }

    /// <summary>Divides the photo among the classes of a classifier made by the same <see cref="Segmenter"/>.</summary>
    /// <param name="classifier">Text embeddings.</param>
    /// <param name="options">Refinement and thresholds; <see langword="null"/> takes the defaults.</param>
    /// <param name="cancellationToken">Stops the work between parts of the photo.</param>
    /// <exception cref="ArgumentException">The embeddings were made by another model.</exception>
    /// <exception cref="OptionsException">An option is out of range, or names times positions of the grids are more than 2^29 scores (2
    /// GiB).</exception>
    /// <exception cref="InvalidOperationException">
    /// Key smoothing is asked for and there are no keys, or features are to be kept and there is no single grid of them.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The features were disposed, or the model and it is needed.</exception>
    public Segmentation Segment(
        TextClassifier classifier, SegmentationOptions? options = null, CancellationToken cancellationToken = default) =>
        Segment(classifier, options ?? new(), segmenter.Threads, cancellationToken);

    /// <summary>Divides the photo among the classes of a classifier, on no more threads than its segmenter may take.</summary>
    internal Segmentation Segment(
        TextClassifier classifier, SegmentationOptions options, Parallelism threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        _ = Alive;
        segmenter.CheckFits(classifier);
        options = segmenter.Complete(options ?? new());
        using var stage = Stage.Begin(options is { Pamr: null, GuidedFilter: null } ? Stage.Score : Stage.Refine);
        if (!IsPlain(classifier, options))
        {
            options.Validate(classifier.Vocabulary);
            ScoreMemory.CheckKept(classifier, plans);
            return Sign(
                Photo(Alive, threads.AtMost(segmenter.Threads)).Run(
                    Reduce(classifier, options), options, stream: false, cancellationToken),
                options);
        }

        using var buffers = new RentedBuffers();
        var scores = Score(classifier, options, threads, buffers);
        var result = FullSizeArgmax.Segment(
            scores, scores.Confidences(options.Scale), plans[0].Rows, plans[0].Columns, photo, classifier.Vocabulary, options.MinScore);
        return Sign(result, options);
    }

    /// <summary>
    /// Scores of classes on the grid, denoised and smoothed as asked: cosines, or probabilities after smoothing. With several grids, or a
    /// softmax over synonyms, their mean probabilities.
    /// </summary>
    /// <param name="classifier">Text embeddings.</param>
    /// <param name="options">Refinement and thresholds.</param>
    /// <param name="threads">Threads that it may take, where its segmenter may not take fewer.</param>
    /// <param name="buffers">What they may be written into until it is disposed; <see langword="null"/> allocates.</param>
    internal GridScores Score(
        TextClassifier classifier, SegmentationOptions options, Parallelism threads = default, RentedBuffers? buffers = null)
    {
        threads = threads.AtMost(segmenter.Threads);
        segmenter.CheckFits(classifier);
        options = segmenter.Complete(options);
        options.Validate(classifier.Vocabulary);
        ScoreMemory.CheckKept(classifier, plans);
        classifier = Reduce(classifier, options);
        if (Alive is not [[[var single]]] || classifier.SoftmaxOverRows)
        {
            return GridScores.Probabilities(Photo(Alive, threads).Confidences(classifier, options), classifier.Vocabulary.Classes.Count);
        }

        var scorer = new WindowScorer(classifier, options, keyAxis, threads, buffers);
        if (scorer.SurveysFirst)
        {
            scorer.Survey(single, GridWidth);
            scorer.Decide();
        }

        var scores = scorer.Cosines(single);
        scorer.FinishOnly(scores, single.Key.Span);
        return scores;
    }

    /// <summary>Releases the features; calls that use them are finished.</summary>
    public void Dispose() => windows = null;

    /// <summary>
    /// Whether the labels are the greatest bilinear score and nothing more, for which there is a faster way than pixel by pixel.
    /// </summary>
    private bool IsPlain(TextClassifier classifier, SegmentationOptions options) =>
        plans is [{ Direct: true }] && !classifier.SoftmaxOverRows
            && options is { BackgroundThreshold: 0, AreaThreshold: 0, Pamr: null, GuidedFilter: null, Propagation: null };

    /// <summary>The photo as a whole, embedded when it is first needed. A failure is not kept: the next call tries again.</summary>
    private float[] Whole()
    {
        if (Volatile.Read(ref whole) is { } known) return known;
        lock (gate) return whole ??= segmenter.EmbedImage(photo);
    }

    private Segmentation Sign(Segmentation result, SegmentationOptions options)
    {
        if (options.KeepFeatures)
        {
            if (plans is not [{ Direct: true }]) throw NoGrid();
            result.KeptFeatures = Features.ToArray();
        }

        return segmenter.Sign(result, method);
    }

    private InvalidOperationException NoGrid() => new(
        $"This photo was embedded as {plans.Sum(plan => plan.Windows)} windows, or padded, so there is no single grid of features: " +
        $"segment it, or embed it without windows, flip, scales and padding.");

    private PhotoSegmentation Photo(GridFeatures[][][] features, Parallelism threads) =>
        new(photo, [.. plans.Select((plan, pass) => (plan, (Func<int, GridFeatures[]>)(row => features[pass][row])))], keyAxis, threads);

    private TextClassifier Reduce(TextClassifier classifier, SegmentationOptions options) =>
        options.VocabularyReduction is { } share
            ? VocabularyReduction.Apply(classifier, Whole(), share, segmenter.Model.LogitScale)
            : classifier;
}
