using MaskClip.Dense;
using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>A photo on its way to the classes of a vocabulary.</summary>
/// <param name="segmenter">The model.</param>
/// <param name="photo">The photo, made ready.</param>
/// <param name="classifier">Text embeddings.</param>
/// <param name="options">Refinement and thresholds.</param>
/// <param name="stream">Whether its windows' features are too many to be kept: then labelling is what embeds.</param>
internal sealed class NamedPhotoWork(Segmenter segmenter, PreparedPhoto photo, TextClassifier classifier, SegmentationOptions options, bool stream) : IPhotoWork
{
    private readonly LentNumbers lent = new();
    private DenseFeatures? features;
    private Segmentation? result;

    /// <inheritdoc/>
    public void Embed(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (stream) result = segmenter.Stream(photo, classifier, options, progress, cancellationToken);
        else features = segmenter.Embed(photo, lent, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Segmentation Label(Parallelism threads, CancellationToken cancellationToken) => result
        ?? features?.Segment(classifier, options, threads, cancellationToken)
        ?? throw new InvalidOperationException("A photo is labelled after it was embedded.");

    /// <inheritdoc/>
    public void Dispose()
    {
        features?.Dispose();
        lent.Dispose();
        photo.Dispose();
    }
}
