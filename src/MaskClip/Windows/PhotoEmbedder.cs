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

    /// <summary>Opens the method's image tower, unless it is open.</summary>
    /// <param name="model">The model.</param>
    /// <param name="towers">Its towers that are open.</param>
    /// <param name="options">The way, the model's own filled in.</param>
    /// <param name="compatibility">Whose conventions hold.</param>
    /// <param name="loading">Who waits for it.</param>
    /// <exception cref="OptionsException">The options do not fit the model.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public PhotoEmbedder(VisionLanguageModel model, ImageTowers towers, PhotoOptions options, Compatibility compatibility, Loading loading = default)
    {
        var last = DenseMethods.Parse(options.Method!);
        model.CheckMethod(last);
        Options = options;
        Last = last;
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

    /// <summary>The method.</summary>
    public LastBlock Last { get; }

    /// <summary>Short side, in pixels, to which photos are resized.</summary>
    public int Size { get; }

    /// <summary>Input pixels per grid cell.</summary>
    public int OutputStride { get; }

    /// <summary>Whether features depend on names too: then they cannot be kept elsewhere and restored.</summary>
    public bool NeedsSecondPass { get; }

    /// <summary>Length of a feature.</summary>
    public int FeatureSize => image.EmbeddingSize;

    /// <summary>The passes of a photo of a given size.</summary>
    public IReadOnlyList<PassPlan> Passes(int width, int height) => plan.Passes(width, height);

    /// <summary>The size to which a photo of a given size is resized at the first of its scales, before padding.</summary>
    public (int Width, int Height) InputSize(int width, int height) => plan.Size(width, height, Options.Scales[0]);

    /// <summary>Makes a photo ready: resizes it.</summary>
    public PreparedPhoto Prepare(RgbImage photo) => new(encoder, photo, Passes(photo.Width, photo.Height));

    /// <summary>Embeds the windows of a photo when they are asked for.</summary>
    public WindowFeed Feed(PreparedPhoto photo, IProgress<double>? progress, CancellationToken cancellationToken) => new(encoder, photo, progress, cancellationToken);

    /// <summary>Whether a photo's features are too many to be held.</summary>
    public bool MustStream(IReadOnlyList<PassPlan> passes)
    {
        int numbers = image.EmbeddingSize + (Options.Keys ? image.KeySize : 0);
        if (Options.Keys && image.GivesSurroundings) numbers += image.EmbeddingSize;
        if (NeedsSecondPass) numbers += 2 * image.Width + 3 * OutputStride * OutputStride;
        return passes.Sum(pass => pass.Positions) * numbers * sizeof(float) > MaxFeatureBytes;
    }
}
