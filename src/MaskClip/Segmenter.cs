using MaskClip.Batches;
using MaskClip.Clip;
using MaskClip.Dense;
using MaskClip.Imaging;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.Words;
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
public sealed class Segmenter : IDisposable
{
    // More than this is not held of one photo's features when names are known: windows are then embedded, scored and let go of.
    private const long MostFeatureBytes = 256L << 20;

    private readonly VisionLanguageModel model;
    private readonly PhotoEncoder encoder;
    private readonly InputPlan plan;
    private readonly NameEmbeddings names;

    /// <summary>Opens the image tower.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="options">How photos and names are embedded, the model's own filled in.</param>
    /// <param name="names">Embeds names.</param>
    private Segmenter(VisionLanguageModel model, ModelSource source, SegmenterOptions options, NameEmbeddings names)
    {
        this.model = model;
        this.names = names;
        Options = options;
        Source = source;
        var last = DenseMethods.Parse(options.Method!);
        model.CheckMethod(last);
        var image = model.ImageConfig;
        Size = options.Size ?? model.Defaults.Size;
        OutputStride = InputPlan.OutputStride(image, options);
        int divisor = image.DivisorOf(OutputStride);
        plan = new InputPlan(options, Size, divisor, OutputStride, image.FirstPosition(OutputStride));
        plan.Validate();
        var tower = model.CreateImageEncoder(last, options.Keys, OutputStride);
        NeedsSecondPass = last.NeedsSecondPass;
        var again = NeedsSecondPass ? model.CreateSecondLook(last) : null;
        encoder = new PhotoEncoder(tower, options, model.Normalization(options.Compatibility), again);
        foreach (var warning in model.Warnings) options.Logger.LogWarning("{Warning}", warning);
    }

    /// <summary>Names of the methods that <see cref="SegmenterOptions.Method"/> accepts at this moment: see <see cref="DenseMethods"/>.</summary>
    public static IReadOnlyList<string> Methods => [.. DenseMethods.All.Select(method => method.Name)];

    /// <summary>The options it was loaded with, what they leave to the model filled in.</summary>
    public SegmenterOptions Options { get; }

    /// <summary>Which model this is and why it was taken.</summary>
    public ModelSource Source { get; }

    /// <summary>Short side, in pixels, to which photos are resized.</summary>
    public int Size { get; }

    /// <summary>Input pixels per grid cell.</summary>
    public int OutputStride { get; }

    /// <summary>Checksum of the model's bytes.</summary>
    public string ModelHash => model.Hash;

    /// <summary>Photos of many that are embedded at once.</summary>
    internal int AtOnce => model.Device.PhotosAtOnce(Options.Threads);

    /// <summary>Whether features depend on names too: then they cannot be kept elsewhere and restored.</summary>
    internal bool NeedsSecondPass { get; }

    /// <summary>The opened model, for the parity commands.</summary>
    internal VisionLanguageModel Model => model;

    /// <summary>Loads a model.</summary>
    /// <param name="model">
    /// A name (<c>ViT-B-16</c>), an installed model package (<c>photo</c>), a checkpoint file or folder, or <c>world-clip</c>; <see langword="null"/> takes
    /// <c>MASKCLIP_MODEL</c>, else a pulled ViT-B-16, else the package <c>photo</c> where it is installed, else the small model inside this library.
    /// </param>
    /// <param name="options">How photos and names are embedded; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such model here; the message says how to get it.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be read.</exception>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    public static Segmenter Load(string? model = null, SegmenterOptions? options = null)
    {
        options ??= new();
        options.Validate(); // before its cache folder is used
        return Load(new ModelStore(Path.Combine(options.CacheFolder, "models")).Resolve(model), options);
    }

    /// <summary>Loads a model that was already chosen.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">How photos and names are embedded.</param>
    /// <param name="only">The only options it will segment with, where they are known: keys are computed if these need them.</param>
    /// <param name="begin">Is given what embeds names before the image tower is opened.</param>
    internal static Segmenter Load(
        ModelSource source, SegmenterOptions options, SegmentationOptions? only = null, Action<NameEmbeddings>? begin = null)
    {
        options.Validate();
        var model = ModelFamilies.Open(source, OpeningOptions.Of(options));
        try
        {
            options = model.Defaults.Complete(options, only);
            var names = NameEmbeddings.Of(model, source, options);
            begin?.Invoke(names);
            return new Segmenter(model, source, options, names);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Loads a model for one vocabulary: names are embedded while the image tower is opened.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">How photos and names are embedded.</param>
    /// <param name="only">The only options it will segment with.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    internal static (Segmenter Segmenter, TextClassifier Classifier) Load(
        ModelSource source, SegmenterOptions options, SegmentationOptions only, Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        Task<TextClassifier>? embedding = null;
        var segmenter = Load(
            source, options, only, names => embedding = Task.Run(() => names.Embed(vocabulary, cancellationToken), CancellationToken.None));
        try
        {
            return (segmenter, embedding!.GetAwaiter().GetResult());
        }
        catch
        {
            segmenter.Dispose();
            throw;
        }
    }

    /// <summary>Embeds a photo.</summary>
    /// <remarks>
    /// All features are held: in windows of a large photo that can be gigabytes. <see cref="Segment"/> does without where the names are known.
    /// </remarks>
    /// <param name="photo">Any size; it is resized to <see cref="Size"/> as <see cref="SegmenterOptions"/> say.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public DenseFeatures Embed(RgbImage photo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ThrowIfDisposed();
        using var prepared = new PreparedPhoto(encoder, photo, plan.Passes(photo.Width, photo.Height));
        return Embed(prepared, lent: null, progress: null, cancellationToken);
    }

    /// <summary>Embeds a vocabulary; texts embedded before, in this run or an earlier one, come from the cache.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public TextClassifier Embed(Vocabulary vocabulary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ThrowIfDisposed();
        return names.Embed(vocabulary, cancellationToken);
    }

    /// <summary>Embeds a photo and divides it among the classes of a vocabulary, in memory that hardly depends on the photo's size.</summary>
    /// <remarks>
    /// The same as <see cref="Embed(RgbImage, CancellationToken)"/> and <see cref="DenseFeatures.Segment(TextClassifier, SegmentationOptions?)"/>, but where
    /// the windows' features would fill much memory, one row of windows is embedded, scored, labelled and let go after the other. There
    /// prompt denoising with key smoothing, and area thresholds with very many names, embed the photo twice.
    /// </remarks>
    /// <param name="photo">Any size.</param>
    /// <param name="classifier">Text embeddings made by this segmenter.</param>
    /// <param name="options">Refinement and thresholds; <see langword="null"/> takes the defaults.</param>
    /// <param name="progress">Told the share of windows that are embedded, 0..1.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    /// <exception cref="ArgumentException">The embeddings were made by another model, or with other text options.</exception>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">Key smoothing is asked for and there are no keys.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Segmentation Segment(
        RgbImage photo, TextClassifier classifier, SegmentationOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(classifier);
        ThrowIfDisposed();
        using var work = Prepare(photo, classifier, options ?? new());
        work.Embed(progress, cancellationToken);
        return work.Label(cancellationToken);
    }

    /// <summary>Segments photos of files, several at work at once: while the engine embeds one, the next are decoded and the last ones labelled.</summary>
    /// <remarks>Results come in the order of the files. Only a few photos are in memory; a caller that takes its time holds the rest up.</remarks>
    /// <param name="paths">The files, as <see cref="RgbImage.Load(string, long)"/> reads them.</param>
    /// <param name="classifier">Text embeddings made by this segmenter.</param>
    /// <param name="options">Refinement and thresholds; <see langword="null"/> takes the defaults.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time; what came out before stands.</param>
    /// <returns>Each file's photo and result, or what is wrong with it, which stops none of the others.</returns>
    /// <exception cref="ArgumentException">The embeddings were made by another model, or with other text options.</exception>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed, before or while photos are segmented.</exception>
    public IAsyncEnumerable<SegmentedPhoto> SegmentFilesAsync(
        IEnumerable<string> paths, TextClassifier classifier, SegmentationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(classifier);
        ThrowIfDisposed();
        CheckFits(classifier);
        options = Complete(options ?? new());
        options.Validate(classifier.Vocabulary);
        return SegmentedPhoto.FromFiles(paths, photo => Prepare(photo, classifier, options), AtOnce, cancellationToken);
    }

    /// <summary>The size to which a photo of a given size is resized (at the first of <see cref="SegmenterOptions.Scales"/>), before padding, in pixels.</summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    public (int Width, int Height) InputSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return plan.Size(width, height, Options.Scales[0]);
    }

    /// <summary>Closes the model.</summary>
    /// <remarks>
    /// Safe while other threads use it: what the engine computes at that moment is finished, and its memory is freed with the last of it. Whatever needs
    /// the engine afterwards throws an <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public void Dispose()
    {
        model.Dispose();
        encoder.Dispose();
    }

    /// <summary>Checks that a classifier's embeddings can be compared with this model's features.</summary>
    /// <exception cref="ArgumentException">It was made by another model, or with other text options; both are named.</exception>
    internal void CheckFits(TextClassifier classifier) => classifier.CheckFits(names.Origin, model.ImageConfig.EmbeddingSize);

    /// <summary>Plain CLIP's unit-length embedding of the photo as a whole.</summary>
    internal float[] EmbedWhole(RgbImage photo) => model.EmbedWhole(photo, encoder.Normalization);

    /// <summary>How keys are normalised under a convention.</summary>
    internal static KeyAxis KeyAxisOf(Compatibility compatibility) => compatibility == Compatibility.Released ? KeyAxis.Positions : KeyAxis.Channels;

    /// <summary>A photo's features that were embedded earlier, in one window, and kept elsewhere.</summary>
    internal DenseFeatures Restore(RgbImage photo, float[] features, float[] key, float[] surroundings) =>
        new(this, photo, plan.Passes(photo.Width, photo.Height), [[[new GridFeatures(features, key) { Surroundings = surroundings }]]], model.ImageConfig.EmbeddingSize, KeyAxisOf(Options.Compatibility));

    /// <summary>Makes a photo ready to be embedded and divided among classes.</summary>
    internal IPhotoWork Prepare(RgbImage photo, TextClassifier classifier, SegmentationOptions options)
    {
        CheckFits(classifier);
        options = Complete(options);
        options.Validate(classifier.Vocabulary);
        var passes = plan.Passes(photo.Width, photo.Height);
        int numbers = model.ImageConfig.EmbeddingSize + (Options.Keys ? model.ImageConfig.KeySize : 0);
        if (Options.Keys && model.ImageConfig.GivesSurroundings) numbers += model.ImageConfig.EmbeddingSize;
        if (NeedsSecondPass) numbers += 2 * model.ImageConfig.Width + 3 * OutputStride * OutputStride;
        bool stream = passes.Sum(pass => pass.Positions) * numbers * sizeof(float) > MostFeatureBytes;
        return new NamedPhotoWork(this, new PreparedPhoto(encoder, photo, passes), classifier, options, stream);
    }

    /// <summary>Embeds a photo that was made ready; features are the caller's until <paramref name="lent"/> takes them back.</summary>
    internal DenseFeatures Embed(PreparedPhoto photo, LentNumbers? lent, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var feed = new WindowFeed(encoder, photo, progress, cancellationToken);
        return new DenseFeatures(this, photo.Photo, photo.Plans, feed.All(lent), model.ImageConfig.EmbeddingSize, KeyAxisOf(Options.Compatibility));
    }

    /// <summary>Embeds, scores and labels a photo row of windows by row of windows.</summary>
    internal Segmentation Stream(PreparedPhoto photo, TextClassifier classifier, SegmentationOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        CheckFits(classifier);
        if (options.VocabularyReduction is { } share) classifier = VocabularyReduction.Apply(classifier, EmbedWhole(photo.Photo), share, model.LogitScale);
        using var feed = new WindowFeed(encoder, photo, progress, cancellationToken);
        var segmentation = new PhotoSegmentation(
            photo.Photo, [.. photo.Plans.Select(pass => (pass, (Func<int, GridFeatures[]>)(row => feed.Next(pass, row))))], KeyAxisOf(Options.Compatibility));
        feed.Rounds = segmentation.Rounds(classifier, options);
        return segmentation.Run(classifier, options, stream: true, cancellationToken);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(model.IsDisposed, this);

    /// <summary>Segmentation options with what they leave to the model filled in.</summary>
    internal SegmentationOptions Complete(SegmentationOptions options) => model.Defaults.Complete(options);
}
