using MaskClip.Checkpoints;
using MaskClip.Dense;
using MaskClip.Graph;
using MaskClip.Storage;

namespace MaskClip.Clip;

/// <summary>An opened CLIP checkpoint: its configuration, and encoders that run its towers.</summary>
internal sealed class ClipModel : IDisposable
{
    private const string Precision = "fp32";

    private readonly Checkpoint checkpoint;
    private readonly ClipModelOptions options;
    private readonly VerifiedCache graphs;
    private readonly Lazy<TextEncoder> text;
    private readonly Lazy<PlainClip> plain;

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
        graphs = new VerifiedCache(Path.Combine(options.CacheFolder, "graphs", $"{hash}-{Precision}"));
        text = new(() => new TextEncoder(TextConfig, TextGraph(), options.Threads));
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

    /// <summary>The folder in which everything made from this model is cached.</summary>
    public string CacheFolder => options.CacheFolder;

    /// <summary>Named tensors behind the model, for counting and for position embeddings.</summary>
    public Checkpoint Checkpoint => checkpoint;

    /// <summary>The image tower's configuration.</summary>
    /// <exception cref="CheckpointException">The checkpoint has no image tower.</exception>
    public ImageTowerConfig ImageConfig => Config.Image ?? throw new CheckpointException(checkpoint.Path, "has no image tower ('visual.conv1.weight'), so it cannot embed photos.");

    private TextTowerConfig TextConfig => Config.Text ?? throw new CheckpointException(checkpoint.Path, "has no text tower ('token_embedding.weight'), so it cannot embed names.");

    /// <summary>Opens a checkpoint file or folder.</summary>
    public static ClipModel Open(string path, ClipModelOptions? options = null)
    {
        var checkpoint = Checkpoint.Open(path);
        try
        {
            return new ClipModel(checkpoint, ModelHash.Of(path), options ?? new());
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
        options ??= new();
        options = options with { Activation = options.Activation ?? EmbeddedModel.Activation };
        return new ClipModel(Checkpoint.OpenSafetensors(EmbeddedModel.Name, EmbeddedModel.Open()), VerifiedCache.Checksum(bytes), options);
    }

    /// <summary>Builds (or finds in the cache) an image encoder.</summary>
    /// <param name="last">What the last block does.</param>
    /// <param name="key">Whether keys are wanted too.</param>
    /// <param name="outputStride">Input pixels per cell: 32, 16 or 8 for a ResNet; a transformer's patch size stands.</param>
    /// <param name="raw">Whether features are wanted before normalisation too.</param>
    public ImageEncoder CreateImageEncoder(LastBlock last, bool key, int outputStride = 32, bool raw = false) =>
        new(this, ImageGraph(last, key, outputStride), last, key, ImageConfig is ModifiedResNetConfig ? outputStride : ImageConfig.Stride, options.Threads, raw);

    /// <summary>Builds (or finds in the cache) the second look of a method that has one.</summary>
    public SecondLookEncoder CreateSecondLook(AttentionBlock last)
    {
        var vit = ImageConfig as VisionTransformerConfig ?? throw new ArgumentException($"The method '{last.Name}' looks twice, which only transformers can.", nameof(last));
        var weights = ImageWeights();
        var graph = graphs.GetOrBuild(
            $"image-{last.Id}-second-look-{Variant}.onnx",
            stream => VisionTransformer.EmitSecondLook(vit, weights, Config.Epsilon, Config.Activation, last).Write(stream));
        return new SecondLookEncoder(graph, last, vit.Width, options.Threads);
    }

    /// <summary>Path of the graph of plain CLIP's whole-photo embedding.</summary>
    public string GlobalGraph()
    {
        var weights = ImageWeights();
        return graphs.GetOrBuild($"image-global-{Variant}.onnx", stream => (ImageConfig switch
        {
            VisionTransformerConfig vit => VisionTransformer.EmitGlobal(vit, weights, Config.Epsilon, Config.Activation),
            ModifiedResNetConfig resNet => ModifiedResNet.EmitGlobal(resNet, weights),
            _ => throw new InvalidOperationException("unknown tower"),
        }).Write(stream));
    }

    /// <summary>Path of a dense graph.</summary>
    public string ImageGraph(LastBlock last, bool key, int outputStride)
    {
        var weights = ImageWeights();
        var stride = ImageConfig is ModifiedResNetConfig ? $"-s{outputStride}" : "";
        var name = $"image-{last.Id}{(key ? "-key" : "")}{stride}-{Variant}.onnx";
        return graphs.GetOrBuild(name, stream => (ImageConfig switch
        {
            VisionTransformerConfig vit => VisionTransformer.EmitDense(vit, weights, Config.Epsilon, Config.Activation, last, key),
            ModifiedResNetConfig resNet => ModifiedResNet.EmitDense(resNet, weights, last, key, outputStride),
            _ => throw new InvalidOperationException("unknown tower"),
        }).Write(stream));
    }

    /// <summary>Path of the text tower's graph.</summary>
    public string TextGraph()
    {
        var config = TextConfig;
        var weights = new WeightFile("text.weights");
        TextTransformer.AddWeights(new TowerWeights(checkpoint, weights), config);
        graphs.GetOrBuild(weights.FileName, weights.Write);
        return graphs.GetOrBuild($"text-{Variant}.onnx", stream => TextTransformer.Emit(config, weights, Config.Epsilon, Config.Activation).Write(stream));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (text.IsValueCreated) text.Value.Dispose();
        if (plain.IsValueCreated) plain.Value.Dispose();
        checkpoint.Dispose();
    }

    private WeightFile ImageWeights()
    {
        var weights = new WeightFile("image.weights");
        var tower = new TowerWeights(checkpoint, weights);
        if (ImageConfig is VisionTransformerConfig vit) VisionTransformer.AddWeights(tower, vit);
        else ModifiedResNet.AddWeights(tower, (ModifiedResNetConfig)ImageConfig);
        graphs.GetOrBuild(weights.FileName, weights.Write);
        return weights;
    }
}
