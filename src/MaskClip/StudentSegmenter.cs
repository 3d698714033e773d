
using MaskClip.Batches;
using MaskClip.Engine;
using MaskClip.Imaging;
using MaskClip.Storage;
using MaskClip.Students;
using MaskClip.Towers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MaskClip;

/// <summary>
/// A student network that <c>maskclip train</c> made (MaskCLIP+): labels photos by itself, without CLIP, with the vocabulary it was trained
/// on.
/// </summary>
/// <remarks>Safe to use, and to dispose, from several threads.</remarks>
/// <example>
/// <code>
/// using var student = StudentSegmenter.Load("runs/voc/student.safetensors");
/// Segmentation result = student.Segment(RgbImage.Load("photo.jpg"));
/// </code>
/// </example>
public sealed class StudentSegmenter : IPhotoSegmenter, IDisposable
{
    // What a photo costs is then at most so many times what a square one does.
    private const int MaxAspect = 16;

    private readonly StudentConfig config;
    private readonly EngineSession session;
    private readonly SegmentationOptions options;

    private StudentSegmenter(
        StudentModel model, string path, string graph, int threads, SegmentationOptions options, EngineDevice device)
    {
        config = model.File.Config;
        Path = path;
        ModelHash = model.Hash;
        Vocabulary = model.File.Vocabulary;
        this.options = options;
        MaxConcurrency = device.MaxPhotos(threads);
        Threads = Parallelism.Of(threads);
        session = new EngineSession(graph, threads, device);
    }

    /// <summary>The classes it tells apart, by label.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Short side, in pixels, to which photos are resized.</summary>
    public int Size => config.PhotoSize;

    /// <summary>How its scores become labels: least score, and what leads masks along edges. A copy: changing it has no effect.</summary>
    public SegmentationOptions Options => options with { };

    /// <inheritdoc/>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <inheritdoc/>
    public string Fingerprint => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ModelHash}-{options.MinScore}{Edges}");

    /// <inheritdoc/>
    public int MaxConcurrency { get; }

    /// <summary>Threads that one call may take.</summary>
    internal Parallelism Threads { get; }

    // Empty where nothing follows edges.
    private string Edges => FollowsEdges(options) ? $"-{options.ToKey()}" : "";

    /// <summary>The file that it was loaded from.</summary>
    public string Path { get; }

    /// <summary>Checksum of the file's bytes: hexadecimal digits, the same for the same network.</summary>
    public string ModelHash { get; }

    /// <summary>Input pixels to a position of the grid of logits, along each side.</summary>
    public int OutputStride => config.LogitStride;

    /// <summary>Loads a student.</summary>
    /// <param name="path">A <c>student.safetensors</c> that training wrote.</param>
    /// <param name="minScore">Pixels whose confidence is lower become <see cref="Segmentation.Ignore"/>; 0..1.</param>
    /// <param name="threads">Threads for a photo, as in <see cref="SegmenterOptions.Threads"/>; 0 takes one per core.</param>
    /// <param name="cacheFolder">Where its graph is kept; <see langword="null"/> takes <see cref="SegmenterOptions.CacheFolder"/>'s
    /// default.</param>
    /// <param name="device">Where the engine computes, as in <see cref="SegmenterOptions.Device"/>.</param>
    /// <param name="logger">Receives warnings: a cache that cannot be written; <see langword="null"/> logs nowhere.</param>
    /// <param name="edges">
    /// What leads masks along the photo's edges: <see cref="SegmentationOptions.Pamr"/>, <see cref="SegmentationOptions.GuidedFilter"/> or
    /// <see cref="SegmentationOptions.Propagation"/>; copied, and nothing else of the options counts. <see langword="null"/> takes none.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CheckpointException">The file is not a student, or is damaged.</exception>
    /// <exception cref="OptionsException">A number is out of range, or the device is not there.</exception>
    public static StudentSegmenter Load(
        string path,
        float minScore = 0,
        int threads = 0,
        string? cacheFolder = null,
        string device = "cpu",
        ILogger? logger = null,
        SegmentationOptions? edges = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var options = new SegmenterOptions { Threads = threads, Device = device };
        if (cacheFolder is not null) options = options with { CacheFolder = cacheFolder };
        List<string> errors = [];
        options.Validate(errors);
        var labeling = new SegmentationOptions
        {
            // A student's logits are what its softmax takes.
            LogitScale = 1,
            MinScore = minScore,
            Pamr = edges?.Pamr is { } pamr ? pamr with { Dilations = pamr.Dilations?.ToArray()! } : null,
            GuidedFilter = edges?.GuidedFilter is { } filter ? filter with { } : null,
            Propagation = edges?.Propagation is { } propagation ? propagation with { } : null,
        };
        labeling.Validate(errors);
        OptionsException.ThrowIfAny("These options are out of range", errors);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no student '{path}'. 'maskclip train' writes one as student.safetensors into its output folder.", path);
        }
        using var model = StudentModel.Open(path);
        var graph = model.Graph(options.CacheFolder, logger ?? NullLogger.Instance);
        return new StudentSegmenter(model, path, graph, threads, labeling, EngineDevice.Parse(device));
    }

    /// <summary>Labels every pixel of a photo.</summary>
    /// <param name="photo">Any size; it is resized to <see cref="Size"/>, its sides rounded to multiples of 8, or of a transformer's
    /// patch.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    /// <exception cref="ObjectDisposedException">The student was disposed.</exception>
    public Segmentation Segment(RgbImage photo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ObjectDisposedException.ThrowIf(session.IsDisposed, this);
        using var work = Prepare(photo);
        work.Embed(null, cancellationToken);
        return work.Label(Threads, cancellationToken);
    }

    /// <inheritdoc cref="SegmenterExtensions.SegmentFilesAsync" path="/summary|/remarks|/param[@name='paths']|/param[@name='cancellationToken']|/returns|/exception"/>
    public IAsyncEnumerable<SegmentedPhoto> SegmentFilesAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(session.IsDisposed, this);
        return SegmenterExtensions.SegmentFilesAsync(this, paths, cancellationToken);
    }

    /// <summary>Closes the student.</summary>
    /// <remarks>
    /// Safe while other threads use it: photos that the engine has begun are finished, later ones throw an
    /// <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public void Dispose() => session.Dispose();

    /// <summary>Makes a photo ready: resized and normalized.</summary>
    internal IPhotoWork Prepare(RgbImage photo)
    {
        var (width, height) = InputSize(photo.Width, photo.Height);
        using var input = RentedImage.Resized(photo, width, height);
        var buffers = new RentedBuffers();
        var pixels = buffers.Rent(3 * width * height).AsMemory(0, 3 * width * height);
        ImageTensor.NormalizeWindow(
            input.Pixels,
            width,
            new PixelBox(0, 0, width, height),
            mirrored: false,
            width,
            height,
            [.. config.Mean],
            [.. config.Std],
            pixels.Span);
        return new StudentPhotoWork(this, photo, pixels, height, width, options, buffers);
    }

    IPhotoWork IPhotoSegmenter.Prepare(RgbImage photo) => Prepare(photo);

    /// <inheritdoc/>
    TimeSpan IPhotoSegmenter.MaxPhotoTime => SegmenterOptions.DefaultMaxPhotoTime;

    /// <inheritdoc/>
    Parallelism IPhotoSegmenter.Threads => Threads;

    /// <summary>
    /// Normalized photos <c>[n, 3, height, width]</c>, sides multiples of 8 (or of a transformer's patch), to logits <c>[n, classes,
    /// height/s, width/s]</c>.
    /// </summary>
    internal float[] Logits(float[] images, int count, int height, int width, CancellationToken cancellationToken)
    {
        var logits = new float[count * Vocabulary.Classes.Count * (height / OutputStride) * (width / OutputStride)];
        Run(images, count, height, width, logits, cancellationToken);
        return logits;
    }

    /// <summary>The same into numbers that are there already.</summary>
    internal void Run(Memory<float> images, int count, int height, int width, Memory<float> logits, CancellationToken cancellationToken)
    {
        using var inputs = new EngineTensors { { ImageGraphNames.Image, [count, 3, height, width], images } };
        using var outputs = new EngineTensors
        {
            { StudentGraph.Logits, [count, Vocabulary.Classes.Count, height / OutputStride, width / OutputStride], logits },
        };
        session.Run(inputs, outputs, cancellationToken);
    }

    /// <summary>Whether masks are led along edges, for which labels are made pixel by pixel.</summary>
    internal static bool FollowsEdges(SegmentationOptions options) =>
        options is not { Pamr: null, GuidedFilter: null, Propagation: null };

    private (int Width, int Height) InputSize(int width, int height)
    {
        if (Math.Max(width, height) > (long)MaxAspect * Math.Min(width, height))
        {
            throw new OptionsException(
                $"The photo is {width}x{height}; students take photos up to {MaxAspect} times as long as wide, since they embed " +
                $"them whole. Cut it into parts.");
        }

        double scale = (double)Size / Math.Min(width, height);
        return (Multiple(width * scale), Multiple(height * scale));
    }

    private int Multiple(double length) =>
        Math.Max(1, (int)Math.Round(length / config.InputStride, MidpointRounding.AwayFromZero)) * config.InputStride;
}
