using MaskClip.Batches;
using MaskClip.Families.Bridge;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip;

/// <content>What this library's own batches and results ask of a segmenter.</content>
public sealed partial class Segmenter
{
    /// <summary>
    /// What distinguishes this model's numbers from those of the same weights opened with other conventions: a part of a file's name.
    /// </summary>
    public string Variant => Model.Variant;

    /// <summary>Length of the common embedding of photos and names.</summary>
    public int EmbeddingSize => Model.ImageConfig.EmbeddingSize;

    /// <summary>What the model is used with where nothing else is asked for.</summary>
    public ModelDefaults Defaults => Model.Defaults;

    /// <summary>How photos become the image tower's input.</summary>
    public PhotoNormalization Normalization => Model.Normalization(Options.Compatibility);

    /// <summary>The CLIP model behind it; <see langword="null"/> for other families.</summary>
    public OpenedClip? Clip => Model is ClipModel clip ? new(clip.Config, clip.LogitScale, clip.Checkpoint) : null;

    /// <summary>The bridge model behind it; <see langword="null"/> for other families.</summary>
    public BridgeFolder? Bridge => (Model as BridgeModel)?.Folder;

    /// <summary>A photo's features that were embedded earlier by this model, in one window, and kept elsewhere.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="features"><see cref="DenseFeatures.Features"/> as they were.</param>
    /// <param name="key"><see cref="DenseFeatures.Key"/> as it was.</param>
    /// <param name="surroundings"><see cref="DenseFeatures.Surroundings"/> as they were.</param>
    /// <returns>The features, which the caller disposes; the arrays are theirs.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public DenseFeatures Restore(RgbImage photo, float[] features, float[] key, float[] surroundings)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ThrowIfDisposed();
        var grid = new GridFeatures(features, key) { Surroundings = surroundings };
        return new(this, photo, embedder.Passes(photo.Width, photo.Height), [[[grid]]]);
    }

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

    /// <summary>Segmentation options with what they leave to the model filled in, as every call here fills them in.</summary>
    /// <param name="options">The options; not changed.</param>
    public SegmentationOptions Complete(SegmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Model.Defaults.Complete(options);
    }

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
