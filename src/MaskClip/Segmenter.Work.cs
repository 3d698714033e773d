using MaskClip.Batches;
using MaskClip.Model;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip;

/// <content>What this library's own batches and results ask of a segmenter.</content>
public sealed partial class Segmenter
{
    /// <summary>A photo's features that were embedded earlier, in one window, and kept elsewhere.</summary>
    internal DenseFeatures Restore(RgbImage photo, float[] features, float[] key, float[] surroundings) =>
        new(this, photo, embedder.Passes(photo.Width, photo.Height), [[[new GridFeatures(features, key) { Surroundings = surroundings }]]]);

    /// <summary>Makes a photo ready to be embedded and divided among classes.</summary>
    internal IPhotoWork Prepare(RgbImage photo, TextClassifier classifier, SegmentationOptions options, PhotoOptions? photoOptions = null)
    {
        CheckFits(classifier);
        options = Complete(options);
        options.Validate(classifier.Vocabulary);
        var way = Way(photoOptions, default);
        return new NamedPhotoWork(this, way, way.Prepare(photo), classifier, options);
    }

    /// <summary>Embeds a photo that was made ready; features are the caller's until <paramref name="lent"/> takes them back.</summary>
    internal DenseFeatures Embed(
        PhotoEmbedder way, PreparedPhoto photo, RentedBuffers? lent, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var feed = way.Feed(photo, progress, cancellationToken);
        return new DenseFeatures(this, photo.Photo, photo.Plans, feed.All(lent));
    }

    /// <summary>Segmentation options with what they leave to the model filled in.</summary>
    internal SegmentationOptions Complete(SegmentationOptions options) => Model.Defaults.Complete(options);

    /// <summary>Options for photos with what they leave to the model filled in.</summary>
    internal PhotoOptions CompletePhotos(PhotoOptions options) => Model.Defaults.Complete(options);

    private PhotoEmbedder Way(PhotoOptions? options, CancellationToken cancellationToken)
    {
        if (options is null) return embedder;
        options.Validate();
        return new PhotoEmbedder(
            Model,
            towers,
            CompletePhotos(options),
            Options.Compatibility,
            Options.MaxPhotoMemory,
            new Loading(Cancellation: cancellationToken));
    }
}
