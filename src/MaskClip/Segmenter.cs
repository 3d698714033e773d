using MaskClip.Batches;
using MaskClip.Model;
using MaskClip.Results;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Telemetry;
using MaskClip.Windows;
using Microsoft.Extensions.Logging;

namespace MaskClip;

/// <summary>A loaded CLIP model: embeds photos (heavy, once) and names (cached), which are then compared as often as one likes.</summary>
/// <remarks>Safe to use, and to dispose, from several threads. They share the engine, and wait for nobody's names but their own.</remarks>
/// <example>
/// <code>
/// using var segmenter = Segmenter.Load();
/// using var features = segmenter.Embed(RgbImage.Load("photo.jpg"));
/// Segmentation result = features.Segment(["cat", "sofa|couch", "grass"]);
/// </code>
/// </example>
public sealed partial class Segmenter : IDisposable
{
    private readonly ImageTowers towers;
    private readonly PhotoEmbedder embedder;
    private readonly TextEmbedders texts;
    private readonly TextOrigin origin;

    /// <summary>Opens the image tower.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="options">How it was loaded, the model's own filled in.</param>
    /// <param name="texts">Embeds names.</param>
    /// <param name="loading">Who waits for it.</param>
    internal Segmenter(VisionLanguageModel model, ModelSource source, SegmenterOptions options, TextEmbedders texts, Loading loading)
    {
        Model = model;
        this.texts = texts;
        Options = options;
        Source = source;
        origin = texts.Get(options.Texts).Origin;
        towers = new ImageTowers(model);
        embedder = new PhotoEmbedder(model, towers, options.Photos, options.Compatibility, options.MaxPhotoMemory, loading);
        foreach (var warning in model.Warnings) options.Logger.LogWarning("{Warning}", warning);
    }

    /// <summary>
    /// Names of the methods that <see cref="PhotoOptions.Method"/> accepts at this moment: see <see cref="DenseMethods"/>.
    /// </summary>
    public static IReadOnlyList<string> Methods => [.. DenseMethods.All.Select(method => method.Name)];

    /// <summary>The options it was loaded with, what they leave to the model filled in. A copy: to change it changes nothing.</summary>
    public SegmenterOptions Options { get; }

    /// <summary>Which model this is and why it was taken.</summary>
    public ModelSource Source { get; }

    /// <summary>Short side, in pixels, to which photos are resized where a call does not say otherwise.</summary>
    public int Size => embedder.Size;

    /// <summary>Input pixels per grid cell where a call does not say otherwise.</summary>
    public int OutputStride => embedder.OutputStride;

    /// <summary>Checksum of the model's bytes.</summary>
    public string ModelHash => Model.Hash;

    /// <summary>How many photos are best segmented at the same time; 1 where one photo keeps all cores busy.</summary>
    public int MaxConcurrency => Model.Device.MaxPhotos(Options.Threads);

    /// <summary>Threads that one call may take.</summary>
    internal Parallelism Threads => Parallelism.Of(Options.Threads);

    /// <summary>The opened model.</summary>
    internal VisionLanguageModel Model { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="model">
    /// A name (<c>ViT-B-16</c>), a model of the Hugging Face hub (<c>hf:ORG/NAME</c>), an installed model package (<c>photo</c>,
    /// <c>world-clip</c>), or a checkpoint file or folder. Nothing is downloaded here: <see cref="ModelStore.PullAsync"/> does that.
    /// <see langword="null"/> takes <c>MASKCLIP_MODEL</c>, else a pulled ViT-B-16, else the package <c>photo</c>, else <c>world-clip</c>,
    /// where they are installed.
    /// </param>
    /// <param name="options">How it is loaded, and how it embeds where a call does not say otherwise; <see langword="null"/> takes the
    /// defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such model here; the message says how to get it.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be read.</exception>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">The device is not in this machine, or not in this build of the engine.</exception>
    public static Segmenter Load(string? model = null, SegmenterOptions? options = null) => Load(model, options, default);

    /// <summary>
    /// Loads a model without blocking the caller: the first time, a large model is converted, and layers for int8 are chosen, which takes
    /// up to minutes.
    /// </summary>
    /// <param name="model">As in <see cref="Load(string?, SegmenterOptions?)"/>.</param>
    /// <param name="options">As in <see cref="Load(string?, SegmenterOptions?)"/>.</param>
    /// <param name="progress">Is told what is being done.</param>
    /// <param name="cancellationToken">Stops the loading; what was cached by then stays.</param>
    /// <inheritdoc cref="Load(string?, SegmenterOptions?)" path="/exception"/>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Task<Segmenter> LoadAsync(
        string? model = null,
        SegmenterOptions? options = null,
        IProgress<LoadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var loading = new Loading(progress, cancellationToken);

        // A thread of its own: it computes, and the pool has one a core.
        return Task.Factory.StartNew(
            () => Load(model, options, loading), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Embeds a photo.</summary>
    /// <remarks>
    /// All features are held: in windows of a large photo that can be gigabytes. <see cref="Segment"/> does without where the names are
    /// known. A method that is used for the first time is opened first, which takes a moment; its weights are in memory already.
    /// </remarks>
    /// <param name="photo">Any size; it is resized as the options say.</param>
    /// <param name="options">Method, size and windows; <see langword="null"/> takes those it was loaded with.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    /// <exception cref="OptionsException">An option is out of range, or does not fit the model.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public DenseFeatures Embed(RgbImage photo, PhotoOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ThrowIfDisposed();
        var way = Way(options, cancellationToken);
        using var prepared = way.Prepare(photo);
        return Embed(way, prepared, buffers: null, progress: null, cancellationToken);
    }

    /// <summary>Embeds a vocabulary; texts embedded before, in this run or an earlier one, come from the cache.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="options">Templates and synonyms; <see langword="null"/> takes those it was loaded with.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public TextClassifier Embed(Vocabulary vocabulary, TextOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ThrowIfDisposed();
        options?.Validate();
        return texts.Get(options is null ? Options.Texts : Model.Defaults.Complete(options)).Embed(vocabulary, cancellationToken);
    }

    /// <summary>
    /// Plain CLIP's embedding of a photo as a whole, which <see cref="EmbedTexts"/> can be compared with: for search, or to sort photos.
    /// </summary>
    /// <param name="photo">Any size; it is brought to the size the model was trained on.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns>A vector of unit length.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float[] EmbedImage(RgbImage photo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ThrowIfDisposed();
        using var stage = Stage.Begin(Stage.Embed);
        return Model.EmbedWhole(photo, Model.Normalization(Options.Compatibility), cancellationToken);
    }

    /// <summary>Plain CLIP's embeddings of texts, as they are: in no template, from no cache.</summary>
    /// <param name="texts">Texts; what is longer than the model reads is cut, with a warning.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns>A vector of unit length for each.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<float[]> EmbedTexts(IEnumerable<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ThrowIfDisposed();
        string[] all = [.. texts];
        if (all.Length == 0) return [];
        var cut = new HashSet<int>();
        var encoder = Model.OpenTexts(cancellationToken);
        using var stage = Stage.Begin(Stage.Text);
        var rows = encoder.Encode(all, cut, cancellationToken);
        foreach (int index in cut)
        {
            Options.Logger.LogWarning(
                "'{Text}' is longer than the {Length} tokens that this model reads: its end is not read.",
                all[index],
                encoder.ContextLength);
        }
        return [.. rows.Chunk(rows.Length / all.Length)];
    }

    /// <summary>
    /// Embeds a photo and divides it among the classes of a vocabulary, in memory that hardly depends on the photo's size.
    /// </summary>
    /// <remarks>
    /// The same as <see cref="Embed(RgbImage, PhotoOptions?, CancellationToken)"/> and
    /// <see cref="DenseFeatures.Segment(TextClassifier, SegmentationOptions?, CancellationToken)"/>, but where the windows' features would
    /// fill much memory, one row of windows is embedded, scored, labeled and let go after the other. There prompt denoising with key
    /// smoothing, and area thresholds with very many names, embed the photo twice.
    /// </remarks>
    /// <param name="photo">Any size.</param>
    /// <param name="classifier">Text embeddings made by this segmenter.</param>
    /// <param name="options">Refinement and thresholds; <see langword="null"/> takes the defaults.</param>
    /// <param name="photoOptions">Method, size and windows; <see langword="null"/> takes those it was loaded with.</param>
    /// <param name="progress">Told the share of windows that are embedded, 0..1.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    /// <exception cref="ArgumentException">The embeddings were made by another model.</exception>
    /// <exception cref="OptionsException">
    /// An option is out of range, or does not fit the model, or names times positions of the grid are more than 2^29 scores (2 GiB).
    /// </exception>
    /// <exception cref="InvalidOperationException">Key smoothing is asked for and there are no keys.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Segmentation Segment(
        RgbImage photo,
        TextClassifier classifier,
        SegmentationOptions? options = null,
        PhotoOptions? photoOptions = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(classifier);
        ThrowIfDisposed();
        using var work = Prepare(photo, classifier, options ?? new(), photoOptions);
        work.Embed(progress, cancellationToken);
        return work.Label(Threads, cancellationToken);
    }

    /// <summary>This model with names to look for, as what evaluates, labels and serves takes it.</summary>
    /// <param name="classifier">Text embeddings made by this segmenter.</param>
    /// <param name="options">Refinement and thresholds; <see langword="null"/> takes the defaults.</param>
    /// <param name="photoOptions">Method, size and windows; <see langword="null"/> takes those it was loaded with.</param>
    /// <returns>A view of this model, which stays open as long as this is not disposed.</returns>
    /// <exception cref="ArgumentException">The embeddings were made by another model.</exception>
    /// <exception cref="OptionsException">An option is out of range, or does not fit the model.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ISegmenter For(TextClassifier classifier, SegmentationOptions? options = null, PhotoOptions? photoOptions = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ThrowIfDisposed();
        CheckFits(classifier);
        options = Complete(options ?? new());
        options.Validate(classifier.Vocabulary);
        return new NamedSegmenter(this, classifier, options, photoOptions is null ? null : Way(photoOptions, default).Options);
    }

    /// <summary>
    /// Segments photos of files, several at work at once: while the engine embeds one, the next are decoded and the last ones labeled.
    /// </summary>
    /// <param name="paths">The files, as <see cref="RgbImage.Load(string, long)"/> reads them.</param>
    /// <param name="classifier">Text embeddings made by this segmenter.</param>
    /// <param name="options">Refinement and thresholds; <see langword="null"/> takes the defaults.</param>
    /// <param name="photoOptions">Method, size and windows; <see langword="null"/> takes those it was loaded with.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time; what came out before stands.</param>
    /// <inheritdoc cref="SegmenterExtensions.SegmentFilesAsync" path="/remarks|/returns"/>
    /// <exception cref="ArgumentException">The embeddings were made by another model.</exception>
    /// <exception cref="OptionsException">An option is out of range, or does not fit the model.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed, before or while photos are segmented.</exception>
    public IAsyncEnumerable<SegmentedPhoto> SegmentFilesAsync(
        IEnumerable<string> paths,
        TextClassifier classifier,
        SegmentationOptions? options = null,
        PhotoOptions? photoOptions = null,
        CancellationToken cancellationToken = default) =>
            For(classifier, options, photoOptions).SegmentFilesAsync(paths, cancellationToken);

    /// <summary>
    /// The size to which a photo of a given size is resized (at the first of <see cref="PhotoOptions.Scales"/>), before padding, in pixels.
    /// </summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    public (int Width, int Height) InputSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return embedder.InputSize(width, height);
    }

    /// <summary>Closes the model.</summary>
    /// <remarks>
    /// Safe while other threads use it: what the engine computes at that moment is finished, and its memory is freed with the last of it.
    /// Whatever needs the engine afterwards throws an <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public void Dispose()
    {
        Model.Dispose();
        towers.Dispose();
    }

    /// <summary>Checks that a classifier's embeddings can be compared with this model's features.</summary>
    /// <exception cref="ArgumentException">It was made by another model; both are named.</exception>
    internal void CheckFits(TextClassifier classifier) => classifier.CheckFits(origin, Model.ImageConfig.EmbeddingSize);

    private static Segmenter Load(string? model, SegmenterOptions? options, Loading loading)
    {
        options ??= new();
        options.Validate(); // before its cache folder is used
        return SegmenterLoader.Load(new ModelStore(Path.Combine(options.CacheFolder, "models")).Resolve(model), options, loading: loading);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Model.IsDisposed, this);
}
