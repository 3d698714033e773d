using MaskClip.Batches;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Work;

namespace MaskClip.Labelling.Features;

/// <summary>Labels photos by features that another job kept: the engine embeds names and no photo.</summary>
/// <remarks>Safe to use from several threads.</remarks>
/// <param name="kept">The job that kept them, with the same photos in the same shards.</param>
/// <param name="model">The model that made them, which stays the caller's.</param>
/// <param name="classifier">The names.</param>
/// <param name="options">Refinement and thresholds. Where they look at pixels, photos are read; otherwise not even that.</param>
public sealed class FeatureLabeling(LabelJob kept, Segmenter model, TextClassifier classifier, SegmentationOptions options) : IPhotoLabeling
{
    private readonly bool looksAtPixels =
        options is not { Pamr: null, GuidedFilter: null, Propagation: null, VocabularyReduction: null };

    /// <inheritdoc/>
    public IPhotoLabelingOutput Begin(LabelJob job, int shard) => new FeatureShard(kept, shard);

    /// <inheritdoc/>
    public IAsyncEnumerable<PhotoOutcome<int, byte[]>> RunAsync(
        IReadOnlyList<int> numbers,
        Func<int, RgbImage> load,
        Func<int, Segmentation, byte[]> keep,
        IPhotoLabelingOutput output,
        CancellationToken cancellationToken)
    {
        var features = (FeatureShard)output;
        return new Pipeline<int, DenseFeatures, DenseFeatures, byte[]>
        {
            Read = number =>
            {
                var (width, height) = features.SizeOf(number)
                    ?? throw new InvalidDataException("It has no features: it had no labels in the job that kept them either.");
                return model.Restore(
                    looksAtPixels ? load(number) : new RgbImage(width, height, new byte[3 * width * height]),
                    features.Read(number, "features"),
                    features.Read(number, "key"),
                    features.Read(number, "surroundings"));
            },
            Embed = (photo, _) => photo,
            Score = (number, photo, token) =>
            {
                using (photo) return keep(number, photo.Segment(classifier, options, token));
            },
            // What the features lack, they lack for every photo.
            IsPhotosError = error => PhotoErrors.IsPhotos(error) && error is not (OptionsException or InvalidOperationException),
            InOrder = true,
            Places = 1,
        }.RunAsync(numbers, cancellationToken);
    }
}
