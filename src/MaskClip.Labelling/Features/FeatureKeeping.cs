using MaskClip.Batches;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Work;

namespace MaskClip.Labelling.Features;

/// <summary>
/// Labels photos with a model and keeps their dense features beside the labels, so that other names cost no engine time later. Half
/// precision: 2 bytes a number.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
/// <param name="model">The model, which stays the caller's.</param>
/// <param name="classifier">The names.</param>
/// <param name="options">Refinement and thresholds.</param>
public sealed class FeatureKeeping(Segmenter model, TextClassifier classifier, SegmentationOptions options) : IPhotoLabeling
{
    /// <inheritdoc/>
    public IPhotoLabelingOutput Begin(LabelJob job, int shard)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new FeatureShardWriter(FeatureShard.PathOf(job, shard), job.Description.Hash);
    }

    /// <inheritdoc/>
    /// <exception cref="OptionsException">A photo is embedded as several grids, which cannot be kept.</exception>
    public IAsyncEnumerable<PhotoOutcome<int, byte[]>> RunAsync(
        IReadOnlyList<int> numbers,
        Func<int, RgbImage> load,
        Func<int, Segmentation, byte[]> keep,
        IPhotoLabelingOutput output,
        CancellationToken cancellationToken) => new Pipeline<int, RgbImage, DenseFeatures, byte[]>
        {
            Read = load,
            Embed = (photo, token) => Single(model.Embed(photo, cancellationToken: token)),
            Score = (number, features, token) =>
            {
                using (features)
                {
                    var labels = keep(number, features.Segment(classifier, options, token));
                    ((FeatureShardWriter)output).Add(number, features);
                    return labels;
                }
            },
            IsPhotosError = error => PhotoErrors.IsPhotos(error) && error is not OptionsException,
            InOrder = true,
            Embedders = model.MaxConcurrency,
            Places = 1,
        }.RunAsync(numbers, cancellationToken);

    private static DenseFeatures Single(DenseFeatures features)
    {
        if (features.IsSingleGrid) return features;
        features.Dispose();
        throw new OptionsException(
            "Features are kept of photos that are embedded in one piece. Leave out windows, flip, scales, padding and methods that look " +
            "at a photo twice, or keep no features.");
    }
}
