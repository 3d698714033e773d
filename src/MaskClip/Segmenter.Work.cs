using MaskClip.Batches;
using MaskClip.Families.Bridge;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Quantization;
using MaskClip.Results;
using MaskClip.Storage;
using MaskClip.Telemetry;
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
        return new(this, photo, embedder.Passes(photo.Width, photo.Height), [[[grid]]], Options.Photos.Method);
    }

    /// <summary>An example of what a class looks like: a picture of the thing, for <see cref="TextClassifier.With"/>.</summary>
    /// <remarks>
    /// It is embedded at half the size of photos, since it is a part of one, in one window, and the middle half of it counts. Its
    /// minimum similarity is half way between that of its own positions and that of the positions of a picture that comes along.
    /// </remarks>
    /// <param name="crop">The thing, cut out, with little around it.</param>
    /// <param name="label">The class.</param>
    /// <param name="isNegative">Whether it shows what is not meant.</param>
    /// <param name="options">Method and size of photos that it is looked for in; <see langword="null"/> takes those it was loaded
    /// with.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    /// <exception cref="OptionsException">The label is not a name, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Exemplar EmbedExemplar(
        RgbImage crop, string label, bool isNegative = false, PhotoOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(crop);
        ThrowIfDisposed();
        options = (options ?? Options.Photos) with { Windows = null, Flip = false, Scales = [1], LongSide = null };
        int size = options.Size ?? Model.Defaults.Size;
        using var own = Embed(crop, options with { Size = Math.Max(PhotoOptions.MinSize, size / 2) }, cancellationToken);
        using var other = Embed(CalibrationPhotos.Picture(), options, cancellationToken);
        var middle = new PixelBox(crop.Width / 4, crop.Height / 4, crop.Width - crop.Width / 4 * 2, crop.Height - crop.Height / 4 * 2);
        var feature = own.Exemplar(label, middle).Feature;
        double least = (own.Similarities(feature).Average() + other.Similarities(feature).Average()) / 2;
        return new(label, feature, (float)least, isNegative, origin);
    }

    /// <summary>What embeddings are made with.</summary>
    internal TextOrigin Origin => origin;

    /// <summary>Makes a photo ready to be embedded and divided among classes.</summary>
    internal IPhotoWork Prepare(RgbImage photo, TextClassifier classifier, SegmentationOptions options, PhotoOptions? photoOptions = null)
    {
        CheckFits(classifier);
        options = Complete(options);
        options.Validate(classifier.Vocabulary);
        var way = Way(photoOptions, default);
        return new NamedPhotoWork(this, way, way.Prepare(photo), classifier, options);
    }

    /// <summary>Embeds a photo that was made ready; features are the caller's until <paramref name="buffers"/> takes them back.</summary>
    internal DenseFeatures Embed(
        PhotoEmbedder way, PreparedPhoto photo, RentedBuffers? buffers, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var stage = Stage.Begin(Stage.Embed);
        Stage.CountPhoto();
        using var feed = way.Feed(photo, progress, cancellationToken);
        return new DenseFeatures(this, photo.Photo, photo.Plans, feed.All(buffers), way.Options.Method);
    }

    /// <summary>Writes into a result what made it, before anyone has it.</summary>
    internal Segmentation Sign(Segmentation result, string? method)
    {
        (result.Model, result.Method) = (Source.DisplayName, method);
        return result;
    }

    /// <summary>Segmentation options with what they leave to the model filled in, as every call here fills them in.</summary>
    /// <param name="options">The options; not changed.</param>
    public SegmentationOptions Complete(SegmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = Model.Defaults.Complete(options);
        if (options.Propagation is null || Options.Compatibility != Compatibility.Released) return options;
        var input = Normalization;
        return options with { Propagation = options.Propagation with { Released = ([.. input.Mean], [.. input.Std]) } };
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
