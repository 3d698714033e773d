using MaskClip.Batches;
using MaskClip.Storage;

namespace MaskClip;

/// <summary>A CLIP model with the names it is to look for.</summary>
internal sealed class NamedClassesSegmenter : IPhotoSegmenter
{
    private readonly TextClassifier classifier;
    private readonly SegmentationOptions options;

    private NamedClassesSegmenter(Segmenter model, TextClassifier classifier, SegmentationOptions options)
    {
        Model = model;
        this.classifier = classifier;
        this.options = options;
    }

    /// <inheritdoc/>
    public Vocabulary Vocabulary => classifier.Vocabulary;

    /// <inheritdoc/>
    public int AtOnce => Model.AtOnce;

    /// <inheritdoc/>
    public Parallelism Threads => Model.Threads;

    /// <summary>The model; it is disposed with this.</summary>
    public Segmenter Model { get; }

    /// <summary>Loads a model and embeds the names.</summary>
    public static NamedClassesSegmenter Load(
        ModelSource source, SegmenterOptions options, Vocabulary vocabulary, SegmentationOptions scoring, CancellationToken cancellationToken)
    {
        var (model, classifier) = Segmenter.Load(source, options, scoring, vocabulary, cancellationToken);
        return new NamedClassesSegmenter(model, classifier, scoring);
    }

    /// <inheritdoc/>
    public IPhotoWork Prepare(RgbImage photo) => Model.Prepare(photo, classifier, options);

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
