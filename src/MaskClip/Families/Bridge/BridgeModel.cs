
using MaskClip.Checkpoints;
using MaskClip.Engine;
using MaskClip.Graph;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Quantization;
using MaskClip.Storage;
using MaskClip.Text;
using MaskClip.Towers;
using MaskClip.Words;

namespace MaskClip.Families.Bridge;

/// <summary>
/// Two networks that were trained apart, a ResNet that knows pictures and a BERT that knows words, joined by one linear map.
/// </summary>
internal sealed class BridgeModel : VisionLanguageModel
{
    private const int FineStride = 16;

    private readonly BridgeFolder folder;
    private readonly SafetensorsFile map;
    private readonly OpenedOnce<ResNetWeights> image;
    private readonly ResNetConfig config;
    private readonly OpenedOnce<BertTextEncoder> texts;
    private readonly OpenedOnce<EngineSession> whole;

    private BridgeModel(BridgeFolder folder, SafetensorsFile map, OpeningOptions options)
        : base(ModelHash.OfFiles(folder.Files, FingerprintIndex.In(options.CacheFolder)), options)
    {
        this.folder = folder;
        this.map = map;
        texts = Opened(OpenBert);
        whole = Opened(() => new EngineSession(GlobalGraph(), Threads, Device));
        image = Opened(OpenImage); // weights are read only where no graph of theirs is cached
        var network = folder.Image ?? image.Get().Description;
        var weight = map["bridge.weight"];
        if (weight.Shape is not [> 0, var channels] || channels != network.Channels)
        {
            throw new CheckpointException(
                map.Path,
                $"it maps from {TensorShape.Text(weight.Shape.Skip(1))} channels and the image tower {folder.ImageFile} has " +
                $"{network.Channels}: they do not belong together.",
                weight.Name);
        }

        config = new ResNetConfig(
            network.Channels, folder.ImageSize, weight.Shape[0], network.Layers, network.IsBasic, network.PadsUnevenly);
    }

    /// <summary>The model's files and settings.</summary>
    public BridgeFolder Folder => folder;

    /// <inheritdoc/>
    public override string Variant => "bridge";

    /// <inheritdoc/>
    public override ImageTowerConfig ImageConfig => config;

    /// <inheritdoc/>
    public override ITextEncoder OpenTexts(CancellationToken cancellationToken) => texts.Get(cancellationToken);

    /// <inheritdoc/>
    public override ModelDefaults Defaults => folder.Defaults;

    /// <inheritdoc/>
    public override float LogitScale
    {
        get
        {
            using var use = Use();
            return map.Tensors.TryGetValue("logit_scale", out var scale) ? scale.ToScalar() : Defaults.LogitScale;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, string Value)> Facts
    {
        get
        {
            using var text = BertWeights.Open(folder.TextFile);
            var bert = text.Config(folder.Heads, folder.ContextLength);
            string[] order = folder.Normalization.IsBgr ? ["blue", "green", "red"] : ["red", "green", "blue"];
            return
            [
                ("family", "bridge: a picture network and a text network, trained apart, joined by one linear map (model.json)"),
                (
                    "image tower",
                    $"ResNet, {string.Join("-", config.Layers)} {(config.IsBasic ? "basic blocks" : "bottlenecks")}, {config.Channels} " +
                    $"channels, no attention, {image.Get().Parameters / 1e6:0.0} M parameters"),
                ("image", $"{config.ImageSize} pixels; used at {Defaults.Size} with cells of {FineStride}; {string.Join(", ", order)}"),
                ("embedding", $"{config.EmbeddingSize}"),
                (
                    "text tower",
                    $"BERT, width {bert.Width}, {bert.Layers} blocks, {bert.Heads} heads, {bert.ContextLength} tokens, vocabulary " +
                    $"{bert.VocabularySize}, {text.Parameters / 1e6:0.0} M parameters"),
                ("tokenizer", $"word pieces ({System.IO.Path.GetFileName(folder.VocabularyFile)})"),
                ("activation", "ReLU in the image tower, GELU for texts (the networks' own)"),
                ("map", $"{(map["bridge.weight"].Count + map["bridge.bias"].Count) / 1e6:0.0} M parameters"),
            ];
        }
    }

    /// <summary>Opens a model.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="options">How it is opened.</param>
    /// <exception cref="CheckpointException">A file is missing or damaged, or they do not fit each other.</exception>
    public static BridgeModel Open(ModelFolder folder, OpeningOptions options)
    {
        if (options.Activation is not null)
            throw new OptionsException($"An activation was given; the model '{folder.Name}' has no choice of it.");
        var settings = new BridgeFolder(folder, InstalledModels.DefaultFolder);
        var map = SafetensorsFile.Open(settings.MapFile);
        try
        {
            return new BridgeModel(settings, map, options); // an image tower that it opened goes with the garbage where this fails
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override PhotoNormalization Normalization(Compatibility compatibility) => folder.Normalization;

    /// <inheritdoc/>
    public override float[] EmbedWhole(RgbImage photo, PhotoNormalization normalization, CancellationToken cancellationToken = default)
    {
        double scale = (double)Defaults.Size / Math.Min(photo.Width, photo.Height);
        int width = Multiple(photo.Width * scale), height = Multiple(photo.Height * scale);
        using var inputs = new EngineTensors
        {
            { ImageGraphNames.Image, [1, 3, height, width], normalization.Apply(photo.Resize(width, height)) },
        };
        var embedding = new float[config.EmbeddingSize];
        using var outputs = new EngineTensors { { ImageGraphNames.Global, [1, config.EmbeddingSize], embedding } };
        whole.Get(cancellationToken).Run(inputs, outputs, cancellationToken);
        return UnitLength.Of(embedding);
    }

    /// <inheritdoc/>
    public override bool HasMeaning(LastBlock last) => last.Mixing is not null;

    /// <inheritdoc/>
    public override string WithoutMeaning => "a ResNet without attention";

    /// <inheritdoc/>
    public override GridInputs GridInputs(LastBlock last) => new(config, Read, last);

    /// <inheritdoc/>
    public override string? WholeTextGraph() => OpenTextGraph().Graph;

    /// <inheritdoc/>
    protected override void Free()
    {
        texts.Dispose();
        whole.Dispose();
        image.Dispose();
        map.Dispose();
    }

    /// <inheritdoc/>
    internal override OnnxGraph EmitDense(
        WeightFile weights,
        IReadOnlyDictionary<string, ValueRange> ranges,
        LastBlock last,
        bool key,
        int outputStride,
        bool headByHead) =>
        ResNet.EmitDense(config, weights, ranges, last, key, outputStride);

    /// <inheritdoc/>
    internal override OnnxGraph EmitGlobal(WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges) =>
        ResNet.EmitGlobal(config, weights, ranges, FineStride);

    /// <inheritdoc/>
    internal override (OnnxGraph Graph, MeasuredConvolutions Measured)? EmitMeasures(WeightFile weights) =>
        ResNet.EmitMeasures(config, weights);

    /// <inheritdoc/>
    internal override void AddImageWeights(WeightFile weights, Func<string, LayerForm>? formOf, MapMeasures? measures) =>
        ResNet.AddWeights(new TowerWeights(Require, weights, formOf, measures), config);

    /// <inheritdoc/>
    protected override LayerChoice? OwnImageLayers() => folder.Int8File is { } file ? LayerChoice.Read(file) : null;

    private static int Multiple(double length) => Math.Max(1, (int)Math.Round(length / FineStride)) * FineStride;

    private CheckpointTensor Require(string name) =>
        name.StartsWith(ResNet.Map, StringComparison.Ordinal) ? map[name] : image.Get().Require(name);

    private ResNetWeights OpenImage()
    {
        var weights = ResNetWeights.Open(folder.ImageFile);
        if (folder.Image is null || folder.Image == weights.Description) return weights;
        weights.Dispose();
        throw new CheckpointException(
            folder.ImageFile,
            $"it is a ResNet of {weights.Description}, and {folder.Path} describes one of {folder.Image}. Install the model again.");
    }

    private float[] Read(string name)
    {
        using var use = Use();
        return Require(name).ToArray();
    }

    private (string Graph, BertConfig Config) OpenTextGraph()
    {
        using var weights = BertWeights.Open(folder.TextFile);
        var bert = weights.Config(folder.Heads, folder.ContextLength);
        // A name's text runs once and is kept: bytes would save nothing.
        return (
            TextGraph(
                "text", null, (file, _) => Bert.AddWeights(new TowerWeights(weights.Require, file), bert), file => Bert.Emit(bert, file)),
            bert);
    }

    private BertTextEncoder OpenBert()
    {
        var (graph, bert) = OpenTextGraph();
        var pieces = new WordPieces(folder.VocabularyFile);
        float[] center = map["text.mean"].ToArray();
        if (bert.Width != config.EmbeddingSize || center.Length != bert.Width)
        {
            throw new CheckpointException(
                map.Path,
                $"its vectors have {config.EmbeddingSize} numbers, its text.mean {center.Length} and the texts of {folder.TextFile} " +
                $"{bert.Width}: they do not belong together.");
        }

        if (pieces.Count != bert.VocabularySize)
        {
            throw new CheckpointException(
                folder.VocabularyFile,
                $"it has {pieces.Count} word pieces and the text encoder {folder.TextFile} knows {bert.VocabularySize}: they do not " +
                $"belong together.");
        }

        return new BertTextEncoder(graph, bert, pieces, center, Threads, Device);
    }
}
