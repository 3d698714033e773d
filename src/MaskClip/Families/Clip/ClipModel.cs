
using MaskClip.Checkpoints;
using MaskClip.Graph;
using MaskClip.Model;
using MaskClip.Quantization;
using MaskClip.Storage;
using MaskClip.Text;
using MaskClip.Towers;

namespace MaskClip.Families.Clip;

/// <summary>An opened CLIP checkpoint: its configuration, and encoders that run its towers.</summary>
internal sealed class ClipModel : VisionLanguageModel
{
    private readonly Checkpoint checkpoint;
    private readonly OpenedOnce<ClipTextEncoder> texts;
    private readonly OpenedOnce<PlainClip> plain;
    private readonly Lazy<ITextTokenizer> tokenizer;
    private readonly bool knowsSurroundings;
    private LayerChoice? textLayers;

    private ClipModel(Checkpoint checkpoint, string hash, OpeningOptions options, OtherTokenizer? otherTokenizer, bool knowsSurroundings)
        : base(hash, options)
    {
        this.checkpoint = checkpoint;
        this.knowsSurroundings = knowsSurroundings;
        OtherTokenizer = otherTokenizer;
        tokenizer = new(() => otherTokenizer?.Open() ?? ClipTokenizer.Shared, LazyThreadSafetyMode.PublicationOnly);
        var inferred = ClipConfigInference.Infer(checkpoint);
        Config = inferred with
        {
            Activation = options.ImageActivation ?? options.Activation ?? inferred.Activation,
            TextActivation = options.Activation ?? inferred.TextActivation,
            ActivationOrigin = options.Activation is null ? inferred.ActivationOrigin : "asked for",
            Epsilon = options.Epsilon ?? inferred.Epsilon,
            TextEpsilon = inferred.TextEpsilon,
            Warnings = options.Activation is null
                ? inferred.Warnings
                : [.. inferred.Warnings.Where(warning => warning != ClipConfigInference.ActivationGuess)],
        };
        LogitScale = LogitScaleOf(checkpoint);
        texts = Opened(() =>
            new ClipTextEncoder(
                checkpoint, new TextEncoder(TextConfig, TextGraphAfterPrefix(), options.Threads, options.Device), tokenizer));
        plain = Opened(() => new PlainClip(this));
    }

    /// <summary>The tokenizer that it has in place of CLIP's; <see langword="null"/> for CLIP's.</summary>
    public OtherTokenizer? OtherTokenizer { get; }

    /// <summary>The tokenizer, opened when it is first asked for.</summary>
    public ITextTokenizer Tokenizer => tokenizer.Value;

    /// <summary>Architecture and conventions.</summary>
    public ClipConfig Config { get; }

    /// <inheritdoc/>
    public override string Variant => (Config.TextActivation, Config.TextEpsilon) == (Config.Activation, Config.Epsilon)
        ? VariantOf(Config.Activation, Config.Epsilon)
        : $"{VariantOf(Config.Activation, Config.Epsilon)}-text-{VariantOf(Config.TextActivation, Config.TextEpsilon)}";

    /// <inheritdoc/>
    public override ITextEncoder OpenTexts(CancellationToken cancellationToken) => texts.Get(cancellationToken);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings => Config.Warnings;

    /// <inheritdoc/>
    public override bool HasImageTower => Config.Image is not null;

    /// <inheritdoc/>
    public override bool HasTextTower => Config.Text is not null;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, string Value)> Facts => ClipFacts.Of(this);

    /// <summary>The text tower as it takes tokens, opened when first used.</summary>
    public TextEncoder Text => texts.Get().Tower;

    /// <summary>Plain CLIP: one embedding for a whole photo, opened when first used.</summary>
    public PlainClip Plain => plain.Get();

    /// <inheritdoc/>
    public override ModelDefaults Defaults => new(
        "maskclip",
        DefaultSize(ImageConfig.ImageSize),
        PromptTemplates.MaskClip,
        SynonymMode.Average,
        SegmentationOptions.DefaultLogitScale)
    {
        KnowsSurroundings = knowsSurroundings,
    };

    /// <summary>
    /// What plain CLIP multiplies cosines by before its softmax: trained, and kept as a logarithm; 100 where the checkpoint lacks it, as in
    /// OpenAI's.
    /// </summary>
    public override float LogitScale { get; }

    /// <summary>A checkpoint's logit scale; see <see cref="LogitScale"/>.</summary>
    public static float LogitScaleOf(Checkpoint checkpoint) =>
        checkpoint.Tensors.TryGetValue("logit_scale", out var logarithm)
            ? logarithm.ToLogitScale()
            : SegmentationOptions.DefaultLogitScale;

    /// <summary>Named tensors behind the model, for counting and for position embeddings.</summary>
    public Checkpoint Checkpoint => checkpoint;

    /// <inheritdoc/>
    public override ImageTowerConfig ImageConfig =>
        Config.Image
            ?? throw new CheckpointException(checkpoint.Path, "has no image tower ('visual.conv1.weight'), so it cannot embed photos.");

    /// <summary>The text tower's configuration.</summary>
    /// <exception cref="CheckpointException">The checkpoint has no text tower.</exception>
    public TextTowerConfig TextConfig =>
        Config.Text
            ?? throw new CheckpointException(checkpoint.Path, "has no text tower ('token_embedding.weight'), so it cannot embed names.");

    /// <summary>Opens a checkpoint file or folder.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="otherTokenizer">The tokenizer that it has in place of CLIP's; <see langword="null"/> for CLIP's.</param>
    public static ClipModel Open(string path, OpeningOptions? options = null, OtherTokenizer? otherTokenizer = null) =>
        Open(path, options, otherTokenizer, knowsSurroundings: true);

    /// <summary>Opens the checkpoint of a folder that says what the model knows.</summary>
    public static ClipModel Open(string path, OpeningOptions options, bool knowsSurroundings) =>
        Open(path, options, otherTokenizer: null, knowsSurroundings);

    private static ClipModel Open(string path, OpeningOptions? options, OtherTokenizer? otherTokenizer, bool knowsSurroundings)
    {
        var checkpoint = Checkpoint.Open(path, otherTokenizer is not null);
        try
        {
            options ??= new();
            var known = FingerprintIndex.In(options.CacheFolder);
            var hash = ModelHash.Of(path, known);
            // In a folder it is one of the files that count already.
            if (otherTokenizer?.File is { } file && !Directory.Exists(path)) hash = ModelHash.OfFiles([path, file], known);
            return new ClipModel(checkpoint, hash, options, otherTokenizer, knowsSurroundings);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override PhotoNormalization Normalization(Compatibility compatibility) => compatibility == Compatibility.Released
        ? new(ClipConfig.ImageNetMean, ClipConfig.ImageNetStd)
        : new(Config.Mean, Config.Std);

    /// <inheritdoc/>
    public override float[]? EncodeWhole(float[] pixels, int count, int height, int width, CancellationToken cancellationToken) =>
        height == ImageConfig.ImageSize && width == ImageConfig.ImageSize ? Plain.Encode(pixels, count, cancellationToken) : null;

    /// <summary>Plain CLIP's embedding of a photo that is brought to the square that the model was trained on.</summary>
    public override float[] EmbedWhole(RgbImage photo, PhotoNormalization normalization, CancellationToken cancellationToken = default)
    {
        int side = ImageConfig.ImageSize;
        return UnitLength.Of(Plain.Encode(normalization.Apply(photo.Resize(side, side)), 1, cancellationToken));
    }

    /// <inheritdoc/>
    public override bool HasMeaning(LastBlock last) => ImageConfig is not ModifiedResNetConfig || last.Pooling is not null;

    /// <inheritdoc/>
    public override string WithoutMeaning => ImageConfig is ModifiedResNetConfig ? "a ResNet" : "";

    /// <inheritdoc/>
    public override GridInputs GridInputs(LastBlock last) => new(ImageConfig, Read, last);

    /// <summary>Which layers of the text tower compute in int8; chosen on sample sentences when it was not done before.</summary>
    /// <returns><see langword="null"/> when all compute in fp32.</returns>
    public override LayerChoice? TextLayers() =>
        Precision == Precision.Float32 ? null : textLayers ??= Chosen("text", () => ClipTextCalibration.Choose(this));

    /// <inheritdoc/>
    public override string SecondPassGraph(LastBlock last)
    {
        var vit = ImageConfig as VisionTransformerConfig
            ?? throw new OptionsException($"The method '{last.Name}' runs the last block twice, which only transformers can.");
        return ImageGraph(
            $"{last.Id}-second-look-{{0}}",
            weights => VisionTransformer.EmitSecondPass(vit, weights, Config.Epsilon, Config.Activation, last));
    }

    /// <inheritdoc/>
    public override string? WholeTextGraph() => HasTextTower ? TextGraph("text", TextLayers(), AddTextWeights, EmitText) : null;

    /// <inheritdoc/>
    internal override OnnxGraph EmitDense(
        WeightFile weights,
        IReadOnlyDictionary<string, ValueRange> ranges,
        LastBlock last,
        bool key,
        int outputStride,
        bool headByHead) => ImageConfig switch
        {
            VisionTransformerConfig vit =>
                VisionTransformer.EmitDense(vit.Attending(headByHead), weights, Config.Epsilon, Config.Activation, last, key),
            ModifiedResNetConfig resNet => ModifiedResNet.EmitDense(resNet, weights, ranges, last, key, outputStride),
            _ => throw new InvalidOperationException("unknown tower"),
        };

    /// <inheritdoc/>
    internal override OnnxGraph EmitGlobal(WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges) => ImageConfig switch
    {
        VisionTransformerConfig vit => VisionTransformer.EmitGlobal(vit, weights, Config.Epsilon, Config.Activation),
        ModifiedResNetConfig resNet => ModifiedResNet.EmitGlobal(resNet, weights, ranges),
        _ => throw new InvalidOperationException("unknown tower"),
    };

    /// <inheritdoc/>
    internal override (OnnxGraph Graph, MeasuredConvolutions Measured)? EmitMeasures(WeightFile weights) =>
        ImageConfig is ModifiedResNetConfig resNet ? ModifiedResNet.EmitMeasures(resNet, weights) : null;

    /// <summary>Emits the text tower.</summary>
    internal OnnxGraph EmitText(WeightFile weights) => TextTransformer.Emit(TextConfig, weights, Config.TextEpsilon, Config.TextActivation);

    /// <inheritdoc/>
    internal override void AddImageWeights(WeightFile weights, Func<string, LayerForm>? formOf, MapMeasures? measures)
    {
        var tower = new TowerWeights(checkpoint, weights, formOf, measures);
        if (ImageConfig is VisionTransformerConfig vit) VisionTransformer.AddWeights(tower, vit);
        else ModifiedResNet.AddWeights(tower, (ModifiedResNetConfig)ImageConfig);
    }

    /// <summary>Lays out the text tower's weights.</summary>
    internal void AddTextWeights(WeightFile weights, Func<string, LayerForm>? formOf) =>
        TextTransformer.AddWeights(new TowerWeights(checkpoint, weights, formOf), TextConfig);

    /// <inheritdoc/>
    protected override void Free()
    {
        texts.Dispose();
        plain.Dispose();
        checkpoint.Dispose();
    }

    private static string VariantOf(Activation activation, float epsilon) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{activation.ToString().ToLowerInvariant()}-{epsilon:0.0e+0}");

    private float[] Read(string name)
    {
        using var use = Use();
        return checkpoint.Require(name).ToWeights();
    }

    private string TextGraphAfterPrefix() => TextGraph(
        "text-after-prefix", TextLayers(), AddTextWeights, weights => TextTransformer.EmitAfterPrefix(
            TextConfig, weights, Config.TextEpsilon, Config.TextActivation));

    /// <summary>Short side of photos where none is asked for, by the side of the images that the model was trained on.</summary>
    internal static int DefaultSize(int trained) => trained switch
    {
        < 128 => 224, // so small a photo shows too little
        < 224 => trained, // finer cells do not make up for things of a size that it never saw (docs/miniature.md)
        _ => Math.Max(448, trained),
    };
}
