using System.Globalization;
using MaskClip.Methods;
using MaskClip.Model;
using MaskClip.Towers;
using MaskClip.Towers.Blocks;

namespace MaskClip.Windows;

/// <summary>Embeds photos in one way: with one method, at one size, in the same windows.</summary>
internal sealed class PhotoEmbedder
{
    // More than this is not held of one photo's features when names are known: windows are then embedded, scored and let go of.
    private const long MaxFeatureBytes = 256L << 20;

    private readonly ImageTowerConfig image;
    private readonly InputPlan plan;
    private readonly PhotoEncoder encoder;
    private readonly long maxMemory;

    /// <summary>Opens the method's image tower, unless it is open.</summary>
    /// <param name="model">The model.</param>
    /// <param name="towers">Its towers that are open.</param>
    /// <param name="options">The way, the model's own filled in.</param>
    /// <param name="compatibility">Whose conventions hold.</param>
    /// <param name="maxMemory">Bytes that embedding a photo may take.</param>
    /// <param name="loading">Who waits for it.</param>
    /// <exception cref="OptionsException">The options do not fit the model.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public PhotoEmbedder(
        VisionLanguageModel model,
        ImageTowers towers,
        PhotoOptions options,
        Compatibility compatibility,
        long maxMemory,
        Loading loading = default)
    {
        var last = DenseMethods.Parse(options.Method!);
        model.CheckMethod(last);
        Options = options;
        this.maxMemory = maxMemory;
        image = model.ImageConfig;
        Size = options.Size ?? model.Defaults.Size;
        OutputStride = InputPlan.OutputStride(image, options, compatibility);
        plan = new InputPlan(
            options,
            Size,
            image.DivisorOf(OutputStride),
            OutputStride,
            image.FirstPosition(OutputStride),
            pixels => image.CellsOf(pixels, OutputStride));
        plan.Validate();
        var tower = towers.Get(last, options.Keys, OutputStride, loading);
        NeedsSecondPass = tower.SecondPass is not null;
        encoder = new PhotoEncoder(tower, options.Resize, model.Normalization(compatibility));
    }

    /// <summary>The way.</summary>
    public PhotoOptions Options { get; }

    /// <summary>Short side, in pixels, to which photos are resized.</summary>
    public int Size { get; }

    /// <summary>Input pixels per grid cell.</summary>
    public int OutputStride { get; }

    /// <summary>Whether features depend on names too: then they cannot be kept elsewhere and restored.</summary>
    public bool NeedsSecondPass { get; }

    /// <summary>The passes of a photo of a given size.</summary>
    public IReadOnlyList<PassPlan> Passes(int width, int height) => plan.Passes(width, height);

    /// <summary>The size to which a photo of a given size is resized at the first of its scales, before padding.</summary>
    public (int Width, int Height) InputSize(int width, int height) => plan.Size(width, height, Options.Scales[0]);

    /// <summary>Makes a photo ready: resizes it.</summary>
    /// <exception cref="OptionsException">Embedding it would take more memory than is allowed.</exception>
    public PreparedPhoto Prepare(RgbImage photo)
    {
        var passes = Passes(photo.Width, photo.Height);
        foreach (var pass in passes) CheckMemory(photo, pass);
        return new(encoder, photo, passes);
    }

    /// <summary>Embeds the windows of a photo when they are asked for.</summary>
    public WindowFeed Feed(
        PreparedPhoto photo,
        IProgress<double>? progress,
        CancellationToken cancellationToken) => new(encoder, photo, progress, cancellationToken);

    /// <summary>Refuses what costs more than it may before anything is paid.</summary>
    private void CheckMemory(RgbImage photo, PassPlan pass)
    {
        const double InputBytes = 16; // the resized photo, and a pixel's three numbers in the engine
        int width = pass.Columns.Padded, height = pass.Rows.Padded;
        double windows = Math.Min(pass.Windows, encoder.Batch), input = (double)pass.Columns.Input * pass.Rows.Input;
        double bytes = windows * image.EmbeddingBytes(width, height, OutputStride) + InputBytes * input;
        if (bytes <= maxMemory) return;
        throw new OptionsException(string.Create(
            CultureInfo.InvariantCulture,
            $"The photo is {photo.Width}x{photo.Height}; at a size of {Size} it becomes {pass.Columns.Input}x{pass.Rows.Input} pixels, " +
            $"which take about {bytes / (1L << 30):0.#} GiB to embed; {maxMemory / (double)(1L << 30):0.##} GiB are allowed. " +
            $"Take a smaller size, a limit of the long side, or windows, or allow more memory."));
    }

    /// <summary>Whether a photo's features are too many to be held.</summary>
    public bool MustStream(IReadOnlyList<PassPlan> passes)
    {
        int numbers = image.EmbeddingSize + (Options.Keys ? image.KeySize : 0);
        if (Options.Keys && image.GivesSurroundings) numbers += image.EmbeddingSize;
        if (NeedsSecondPass) numbers += 2 * image.Width + 3 * OutputStride * OutputStride;
        return passes.Sum(pass => pass.Positions) * numbers * sizeof(float) > MaxFeatureBytes;
    }
}
