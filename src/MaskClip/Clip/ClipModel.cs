using MaskClip.Checkpoints;
using MaskClip.Clip.Quantisation;
using MaskClip.Dense;
using MaskClip.Graph;
using MaskClip.Storage;
using Microsoft.Extensions.Logging;

namespace MaskClip.Clip;

/// <summary>An opened CLIP checkpoint: its configuration, and encoders that run its towers.</summary>
internal sealed class ClipModel : IDisposable
{
    private readonly Checkpoint checkpoint;
    // Part of the names of image towers' graphs; goes up when they are emitted otherwise, so that none of an older library is taken from the cache.
    private const string ImageGraphs = "3";

    private readonly ClipModelOptions options;
    private readonly VerifiedCache graphs;
    private readonly Lazy<TextEncoder> text;
    private readonly Lazy<PlainClip> plain;
    private LayerChoice? imageLayers;
    private LayerChoice? textLayers;

    private ClipModel(Checkpoint checkpoint, string hash, ClipModelOptions options)
    {
        this.checkpoint = checkpoint;
        this.options = options;
        Hash = hash;
        var inferred = ClipConfigInference.Infer(checkpoint);
        Config = inferred with
        {
            Activation = options.Activation ?? inferred.Activation,
            Epsilon = options.Epsilon ?? inferred.Epsilon,
            Warnings = options.Activation is null ? inferred.Warnings : [],
        };
        graphs = new VerifiedCache(Path.Combine(options.CacheFolder, "graphs", $"{hash}-{(options.Precision == Precision.Int8 ? "int8" : "fp32")}"));
        text = new(() => new TextEncoder(TextConfig, TextGraphAfterPrefix(), options.Threads, options.Device));
        plain = new(() => new PlainClip(this));
    }

    /// <summary>Architecture and conventions.</summary>
    public ClipConfig Config { get; }

    /// <summary>Checksum of the checkpoint's bytes: the identity under which everything made from it is cached.</summary>
    public string Hash { get; }

    /// <summary>What distinguishes this model's numbers from those of the same weights opened with other conventions.</summary>
    public string Variant => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Config.Activation.ToString().ToLowerInvariant()}-{Config.Epsilon:0.0e+0}");

    /// <summary>The text tower, opened when first used.</summary>
    public TextEncoder Text => text.Value;

    /// <summary>Plain CLIP: one embedding for a whole photo, opened when first used.</summary>
    public PlainClip Plain => plain.Value;

    /// <summary>What plain CLIP multiplies cosines by before its softmax: trained, and kept as a logarithm; 100 where the checkpoint lacks it, as in OpenAI's.</summary>
    public float LogitScale => LogitScaleOf(checkpoint);

    /// <summary>A checkpoint's logit scale; see <see cref="LogitScale"/>.</summary>
    public static float LogitScaleOf(Checkpoint checkpoint) =>
        checkpoint.Tensors.TryGetValue("logit_scale", out var logarithm) ? MathF.Exp(logarithm.ToArray()[0]) : SegmentationOptions.DefaultLogitScale;

    /// <summary>The folder in which everything made from this model is cached.</summary>
    public string CacheFolder => options.CacheFolder;

    /// <summary>Where the engine computes.</summary>
    public EngineDevice Device => options.Device;

    /// <summary>Threads of the engine; 0 takes one per core.</summary>
    public int Threads => options.Threads;

    /// <summary>Named tensors behind the model, for counting and for position embeddings.</summary>
    public Checkpoint Checkpoint => checkpoint;

    /// <summary>The image tower's configuration.</summary>
    /// <exception cref="CheckpointException">The checkpoint has no image tower.</exception>
    public ImageTowerConfig ImageConfig => Config.Image ?? throw new CheckpointException(checkpoint.Path, "has no image tower ('visual.conv1.weight'), so it cannot embed photos.");

    /// <summary>The text tower's configuration.</summary>
    /// <exception cref="CheckpointException">The checkpoint has no text tower.</exception>
    public TextTowerConfig TextConfig => Config.Text ?? throw new CheckpointException(checkpoint.Path, "has no text tower ('token_embedding.weight'), so it cannot embed names.");

    /// <summary>Opens a checkpoint file or folder.</summary>
    public static ClipModel Open(string path, ClipModelOptions? options = null)
    {
        var checkpoint = Checkpoint.Open(path);
        try
        {
            options ??= new();
            return new ClipModel(checkpoint, ModelHash.Of(path, new FingerprintIndex(Path.Combine(options.CacheFolder, "fingerprints"))), options);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Opens the model that is shipped inside this library.</summary>
    public static ClipModel OpenEmbedded(ClipModelOptions? options = null)
    {
        using var bytes = EmbeddedModel.Open();
        return new ClipModel(Checkpoint.OpenSafetensors(EmbeddedModel.Name, EmbeddedModel.Open()), ModelHash.Of(bytes), options ?? new());
    }

    /// <summary>Builds (or finds in the cache) an image encoder.</summary>
    /// <param name="last">What the last block does.</param>
    /// <param name="key">Whether keys are wanted too.</param>
    /// <param name="outputStride">Input pixels per cell: 32, 16 or 8 for a ResNet; a transformer's patch size stands.</param>
    /// <param name="raw">Whether features are wanted before normalisation too.</param>
    public ImageEncoder CreateImageEncoder(LastBlock last, bool key, int outputStride = 32, bool raw = false) =>
        new(this, ImageGraph(last, key, outputStride), last, key, ImageConfig is ModifiedResNetConfig ? outputStride : ImageConfig.Stride, options.Threads, raw);

    /// <summary>Which layers of the image tower compute in int8; chosen on the sample postcard when it was not done before.</summary>
    /// <returns><see langword="null"/> when all compute in fp32.</returns>
    public LayerChoice? ImageLayers() => options.Precision == Precision.Float32 ? null : imageLayers ??= Chosen("image", () => TowerCalibration.Image(this, photos: null));

    /// <summary>Which layers of the text tower compute in int8; chosen on sample sentences when it was not done before.</summary>
    /// <returns><see langword="null"/> when all compute in fp32.</returns>
    public LayerChoice? TextLayers() => options.Precision == Precision.Float32 ? null : textLayers ??= Chosen("text", () => TowerCalibration.Text(this));

    /// <summary>Chooses the image tower's layers anew, on given photos.</summary>
    public LayerChoice ChooseImageLayers(CalibrationPhotos photos)
    {
        var choice = TowerCalibration.Image(this, photos);
        graphs.Replace(ChoiceName("image"), choice.Write);
        return imageLayers = choice;
    }

    /// <summary>Builds (or finds in the cache) the second look of a method that has one.</summary>
    public SecondLookEncoder CreateSecondLook(AttentionBlock last) => new(SecondLookGraph(last), last, ImageConfig.Width, options.Threads, options.Device);

    /// <summary>Path of the graph of plain CLIP's whole-photo embedding.</summary>
    public string GlobalGraph()
    {
        var weights = ImageWeights(out var id);
        return graphs.GetOrBuild($"image-global-{ImageGraphs}-{Variant}{id}.onnx", stream => (ImageConfig switch
        {
            VisionTransformerConfig vit => VisionTransformer.EmitGlobal(vit, weights, Config.Epsilon, Config.Activation),
            ModifiedResNetConfig resNet => ModifiedResNet.EmitGlobal(resNet, weights, ImageRanges),
            _ => throw new InvalidOperationException("unknown tower"),
        }).Write(stream));
    }

    /// <summary>Path of a dense graph.</summary>
    public string ImageGraph(LastBlock last, bool key, int outputStride)
    {
        var weights = ImageWeights(out var id);
        var stride = ImageConfig is ModifiedResNetConfig ? $"-s{outputStride}" : "";
        var name = $"image-{last.Id}-{ImageGraphs}{(key ? "-key" : "")}{stride}-{Variant}{id}.onnx";
        return graphs.GetOrBuild(name, stream => EmitDense(weights, ImageRanges, last, key, outputStride).Write(stream));
    }

    /// <summary>Path of a second look's graph.</summary>
    public string SecondLookGraph(AttentionBlock last)
    {
        var vit = ImageConfig as VisionTransformerConfig ?? throw new ArgumentException($"The method '{last.Name}' looks twice, which only transformers can.");
        var weights = ImageWeights(out var id);
        return graphs.GetOrBuild(
            $"image-{last.Id}-second-look-{ImageGraphs}-{Variant}{id}.onnx",
            stream => VisionTransformer.EmitSecondLook(vit, weights, Config.Epsilon, Config.Activation, last).Write(stream));
    }

    /// <summary>Path of the text tower's graph for whole texts.</summary>
    public string TextGraph() => TextGraph("text", weights => EmitText(weights));

    /// <summary>Emits the image tower with a method's last block.</summary>
    internal OnnxGraph EmitDense(WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges, LastBlock last, bool key, int outputStride) => ImageConfig switch
    {
        VisionTransformerConfig vit => VisionTransformer.EmitDense(vit, weights, Config.Epsilon, Config.Activation, last, key),
        ModifiedResNetConfig resNet => ModifiedResNet.EmitDense(resNet, weights, ranges, last, key, outputStride),
        _ => throw new InvalidOperationException("unknown tower"),
    };

    /// <summary>Emits the text tower.</summary>
    internal OnnxGraph EmitText(WeightFile weights) => TextTransformer.Emit(TextConfig, weights, Config.Epsilon, Config.Activation);

    /// <summary>Lays out the image tower's weights.</summary>
    internal void AddImageWeights(WeightFile weights, Func<string, LayerForm>? formOf, MapMeasures? measures)
    {
        var tower = new TowerWeights(checkpoint, weights, formOf, measures);
        if (ImageConfig is VisionTransformerConfig vit) VisionTransformer.AddWeights(tower, vit);
        else ModifiedResNet.AddWeights(tower, (ModifiedResNetConfig)ImageConfig);
    }

    /// <summary>Lays out the text tower's weights.</summary>
    internal void AddTextWeights(WeightFile weights, Func<string, LayerForm>? formOf) =>
        TextTransformer.AddWeights(new TowerWeights(checkpoint, weights, formOf), TextConfig);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (text.IsValueCreated) text.Value.Dispose();
        if (plain.IsValueCreated) plain.Value.Dispose();
        checkpoint.Dispose();
    }

    private string TextGraphAfterPrefix() =>
        TextGraph("text-after-prefix", weights => TextTransformer.EmitAfterPrefix(TextConfig, weights, Config.Epsilon, Config.Activation));

    private string TextGraph(string name, Func<WeightFile, OnnxGraph> emit)
    {
        var choice = TextLayers();
        var weights = new WeightFile($"text{Id(choice)}.weights");
        AddTextWeights(weights, Forms(choice));
        graphs.GetOrBuild(weights.FileName, weights.Write);
        return graphs.GetOrBuild($"{name}-{Variant}{Id(choice)}.onnx", stream => emit(weights).Write(stream));
    }

    private IReadOnlyDictionary<string, ValueRange> ImageRanges => (ImageLayers()?.Measures ?? MapMeasures.None).Ranges;

    private static string Id(LayerChoice? choice) => choice is null ? "" : $"-{choice.Id}";

    private static Func<string, LayerForm>? Forms(LayerChoice? choice) => choice is null ? null : choice.FormOf;

    private WeightFile ImageWeights(out string id)
    {
        var choice = ImageLayers();
        id = Id(choice);
        var weights = new WeightFile($"image{id}.weights");
        AddImageWeights(weights, Forms(choice), choice?.Measures);
        graphs.GetOrBuild(weights.FileName, weights.Write);
        return weights;
    }

    private LayerChoice Chosen(string tower, Func<LayerChoice> choose) => LayerChoice.Read(graphs.GetOrBuild(ChoiceName(tower), stream =>
    {
        options.Logger.LogInformation("Choosing the {Tower} tower's layers for int8; this is done once for a model.", tower);
        choose().Write(stream);
    }));

    // The activation and epsilon decide too what a layer sees.
    private string ChoiceName(string tower) => $"{tower}-{Variant}-2.layers.json"; // 2: convolutions are layers too, and the file has ranges
}
