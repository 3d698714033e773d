using MaskClip.Clip;
using MaskClip.Dense;
using MaskClip.Imaging;
using MaskClip.Words;
using Microsoft.Extensions.Logging;

namespace MaskClip;

/// <summary>A loaded CLIP model: embeds photos (heavy, once) and names (cached), which are then compared as often as one likes.</summary>
/// <example>
/// <code>
/// using var segmenter = Segmenter.Load();
/// using var features = segmenter.Embed(RgbImage.Load("photo.jpg"));
/// Segmentation result = features.Segment(["cat", "sofa|couch", "grass"]);
/// </code>
/// </example>
public sealed class Segmenter : IDisposable
{
    private const int FineStride = 16;

    private readonly ClipModel model;
    private readonly ImageEncoder encoder;
    private readonly NameEmbeddings names;

    private Segmenter(ClipModel model, ModelSource source, SegmenterOptions options)
    {
        this.model = model;
        Options = options;
        Source = source;
        var last = LastBlock.Parse(options.Method);
        Size = options.Size ?? DefaultSize(model.ImageConfig.ImageSize);
        OutputStride = OutputStrideOf(model.ImageConfig, options);
        encoder = model.CreateImageEncoder(last, options.Keys, OutputStride);
        names = new NameEmbeddings(model, options);
        foreach (var warning in model.Config.Warnings) options.Logger.LogWarning("{Warning}", warning);
    }

    /// <summary>Names of the methods that <see cref="SegmenterOptions.Method"/> accepts.</summary>
    public static IReadOnlyList<string> Methods { get; } = [.. DenseMethods.All.Select(method => method.Name)];

    /// <summary>The options it was loaded with.</summary>
    public SegmenterOptions Options { get; }

    /// <summary>Which model this is and why it was taken.</summary>
    public ModelSource Source { get; }

    /// <summary>Short side, in pixels, to which photos are resized.</summary>
    public int Size { get; }

    /// <summary>Input pixels per grid cell.</summary>
    public int OutputStride { get; }

    /// <summary>Checksum of the model's bytes.</summary>
    public string ModelHash => model.Hash;

    /// <summary>The opened model, for the parity commands.</summary>
    internal ClipModel Model => model;

    /// <summary>Loads a model.</summary>
    /// <param name="model">
    /// A name (<c>ViT-B-16</c>), a checkpoint file or folder, or <c>mini-clip</c>; <see langword="null"/> takes <c>MASKCLIP_MODEL</c>, else a
    /// pulled ViT-B-16, else the small model inside this library.
    /// </param>
    /// <param name="options">How photos and names are embedded; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such model here; the message says how to get it.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be read.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Segmenter Load(string? model = null, SegmenterOptions? options = null)
    {
        options ??= new();
        return Load(new ModelStore(Path.Combine(options.CacheFolder, "models")).Resolve(model), options);
    }

    /// <summary>Loads a model that was already chosen.</summary>
    internal static Segmenter Load(ModelSource source, SegmenterOptions options)
    {
        options.Validate();
        var model = Open(source, options);
        try
        {
            return new Segmenter(model, source, options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Embeds a photo.</summary>
    /// <param name="photo">Any size; it is resized to <see cref="Size"/>, its sides rounded to what the model divides.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    public DenseFeatures Embed(RgbImage photo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var (width, height) = InputSize(photo.Width, photo.Height);
        var input = photo.Resize(width, height, ResampleFilter.Bicubic);
        var pixels = new float[3 * width * height];
        bool released = Options.Compatibility == Compatibility.Released;
        float[] mean = [.. released ? ClipConfig.ImageNetMean : model.Config.Mean], std = [.. released ? ClipConfig.ImageNetStd : model.Config.Std];
        ImageTensor.Normalise(input, mean, std, pixels);
        var encoded = encoder.Encode(pixels, 1, height, width, cancellationToken);
        return new DenseFeatures(
            this,
            photo.Width,
            photo.Height,
            encoded.Columns,
            encoded.Rows,
            model.ImageConfig.EmbeddingSize,
            encoded.Features,
            encoded.Key,
            KeyAxisOf(Options.Compatibility));
    }

    /// <summary>Embeds a vocabulary; texts embedded before, in this run or an earlier one, come from the cache.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public TextClassifier Embed(Vocabulary vocabulary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return names.Embed(vocabulary, cancellationToken);
    }

    /// <summary>The size at which a photo of a given size is embedded, in pixels.</summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    public (int Width, int Height) InputSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        double scale = (double)Size / Math.Min(width, height);
        int stride = model.ImageConfig.Stride;
        return (Multiple(width * scale, stride), Multiple(height * scale, stride));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        encoder.Dispose();
        model.Dispose();
    }

    /// <summary>Opens a model with the conventions that options ask for.</summary>
    internal static ClipModel Open(ModelSource source, SegmenterOptions options)
    {
        bool released = options.Compatibility == Compatibility.Released;
        var opening = new ClipModelOptions
        {
            Activation = options.Activation ?? (released ? MaskClip.Activation.Gelu : null),
            Epsilon = released ? 1e-6f : null,
            Threads = options.Threads,
            Precision = options.Precision,
            Device = EngineDevice.Parse(options.Device),
            CacheFolder = options.CacheFolder,
            Logger = options.Logger,
        };
        return source.IsEmbedded ? ClipModel.OpenEmbedded(opening) : ClipModel.Open(source.Path, opening);
    }

    /// <summary>How keys are normalised under a convention.</summary>
    internal static KeyAxis KeyAxisOf(Compatibility compatibility) => compatibility == Compatibility.Released ? KeyAxis.Positions : KeyAxis.Channels;

    /// <summary>Input pixels per grid cell: a transformer's patch size; for a ResNet what is asked for, else finer than it was trained with.</summary>
    internal static int OutputStrideOf(ImageTowerConfig image, SegmenterOptions options)
    {
        if (image is not ModifiedResNetConfig) return image.Stride;
        return options.OutputStride ?? (options.Compatibility == Compatibility.Released ? ModifiedResNetConfig.TrainedStride : FineStride);
    }

    private static int Multiple(double length, int stride) => Math.Max(1, (int)Math.Round(length / stride, MidpointRounding.AwayFromZero)) * stride;

    private static int DefaultSize(int trained) => trained < 224 ? 224 : Math.Max(448, trained);
}
