using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Students;
using MaskClip.Training.Engine;
using MaskClip.Training.Layers;
using MaskClip.Training.Towers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Students;

/// <summary>A student of MaskCLIP+: backbone, decoder, classifier (paper, section 3.4).</summary>
internal sealed class StudentNetwork : Module<Tensor, Tensor>
{
    private readonly Backbone? backbone;
    private readonly Module decoder;
    private readonly VisionTower? visual;
    private readonly PixelClassifier classifier;
    private bool trainsInBFloat16;

    /// <summary>Builds a student with random weights (mmseg's initialization).</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="textRows">Unit text embeddings <c>[c, d]</c>, row by row: one for each class, without the learned background if there
    /// is one.</param>
    /// <param name="seed">Of the random weights.</param>
    /// <param name="channelMultiple">What convolutions pad their channels to while computing; 1 to compare with plain convolutions.</param>
    /// <exception cref="ArgumentException">The configuration is out of range or does not fit the rows.</exception>
    public StudentNetwork(
        StudentConfig config, ReadOnlySpan<float> textRows, int seed, int channelMultiple = PaddedConvolution.SafeMultiple)
        : base(nameof(StudentNetwork))
    {
        config.Validate();
        if (textRows.Length == 0 || textRows.Length % config.EmbeddingSize != 0)
        {
            throw new ArgumentException(
                $"{textRows.Length} numbers of text embeddings were given; a multiple of the embedding's {config.EmbeddingSize} is needed.",
                nameof(textRows));
        }

        Config = config;
        int rows = textRows.Length / config.EmbeddingSize;
        Classes = rows + (config.LearnedBackground ? 1 : 0);
        using var parts = new NetworkParts(seed, channelMultiple);
        if (config.Transformer is { } transformer)
        {
            visual = new VisionTower(
                parts, transformer.Tower(config.EmbeddingSize), transformer.Activation, transformer.Epsilon, ScalarType.Float32);
            decoder = new QuarterDecoder(parts, transformer.Width, config.EmbeddingSize);
        }
        else
        {
            backbone = new Backbone(parts, config.Backbone!);
            decoder = config.Decoder switch
            {
                StudentDecoder.PspNet => new PspDecoder(parts, config),
                StudentDecoder.Context => new ContextDecoder(parts, config),
                _ => new Decoder(parts, config),
            };
            // A student that begins as its teacher keeps the statistics that the teacher's map was trained behind.
            if (config.Decoder == StudentDecoder.Context)
                foreach (var norm in backbone.modules().OfType<BatchNormalization>()) norm.IsFrozen = true;
        }

        classifier = new PixelClassifier(parts, config, textRows, rows);
        RegisterComponents();
    }

    /// <summary>The architecture.</summary>
    public StudentConfig Config { get; }

    /// <summary>Number of logits at a position; the learned background, if any, is the first.</summary>
    public int Classes { get; }

    /// <summary>
    /// Lets convolutions and transformer blocks compute in bf16 while training: half the bytes, and faster where the processor has it.
    /// </summary>
    public void TrainInBFloat16()
    {
        PaddedConvolution.TrainInBFloat16(this);
        trainsInBFloat16 = true;
    }

    /// <summary>
    /// Images <c>[n, 3, h, w]</c>, normalized, sides multiples of <see cref="StudentConfig.InputStride"/>, to logits <c>[n, classes, h/s,
    /// w/s]</c> with s = <see cref="StudentConfig.LogitStride"/>.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        using var features = Features(input);
        return Classify(features);
    }

    /// <summary>
    /// Images to features <c>[n, d, h/s, w/s]</c>, never negative in a DeepLab and of unit length in a transformer: what feature
    /// distillation compares with the teacher's.
    /// </summary>
    public Tensor Features(Tensor images)
    {
        long height = images.shape[2], width = images.shape[3];
        if (height % Config.InputStride != 0 || width % Config.InputStride != 0)
        {
            throw new ArgumentException(
                $"The input is {width}x{height}; both sides must be multiples of {Config.InputStride}. Crop or pad it first.",
                nameof(images));
        }

        if (training && Config.Decoder is StudentDecoder.DeepLabV3Plus or StudentDecoder.PspNet && images.shape[0] == 1)
        {
            throw new ArgumentException(
                "This decoder pools each photo to one position, and a batch normalization of one number has no variance: train it with " +
                "two photos a step or more.",
                nameof(images));
        }

        if (visual is not null)
        {
            using var tokens = visual.Places(images, training && trainsInBFloat16 ? ScalarType.BFloat16 : images.dtype);
            return ((QuarterDecoder)decoder).Features(tokens, height / Config.InputStride, width / Config.InputStride);
        }

        var (low, high) = backbone!.forward(images);
        using (low)
        using (high)
        {
            return decoder is Module<Tensor, Tensor> head ? head.forward(high) : ((Decoder)decoder).forward(low, high);
        }
    }

    private Module Trunk => visual is null ? backbone! : visual;

    /// <summary>Features to logits.</summary>
    public Tensor Classify(Tensor features)
    {
        if (Config.FeatureScale == 1) return classifier.forward(features);
        using var scaled = features.Times(Config.FeatureScale);
        return classifier.forward(scaled);
    }

    /// <summary>What is trained in the backbone.</summary>
    public IEnumerable<Parameter> BackboneParameters() => Trunk.parameters();

    /// <summary>What is trained in the decoder and the classifier; frozen text embeddings are not among them.</summary>
    public IEnumerable<Parameter> HeadParameters() => decoder.parameters().Concat(classifier.parameters());

    /// <summary>Takes the backbone's weights, running statistics included, from a checkpoint.</summary>
    /// <exception cref="CheckpointException">It holds no backbone that fits.</exception>
    public BackboneWeights LoadBackbone(Checkpoint checkpoint)
    {
        if (visual is null) return BackboneWeights.Load(checkpoint, Config.Backbone!, StoredTensors.States(backbone!));
        var taken = BackboneWeights.LoadTransformer(checkpoint, StoredTensors.States(visual));
        ((QuarterDecoder)decoder).Begin(visual.Projection);
        return taken;
    }

    /// <summary>Takes a bridge model's ResNet, and its map where the decoder has one.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or of another size.</exception>
    public void LoadBridge(Families.Bridge.BridgeFolder folder)
    {
        BackboneWeights.LoadBridge(folder, StoredTensors.States(backbone!));
        if (decoder is not ContextDecoder context) return;
        using var map = SafetensorsFile.Open(folder.MapFile);
        context.Begin(map["bridge.weight"], map["bridge.bias"]);
    }

    /// <summary>Writes the student: one safetensors file with its vocabulary and settings.</summary>
    /// <param name="path">The file; it appears whole or not at all.</param>
    /// <param name="vocabulary">One class a logit.</param>
    /// <param name="settings">How it was trained.</param>
    public void Save(string path, Vocabulary vocabulary, JsonObject settings)
    {
        if (vocabulary.Classes.Count != Classes)
        {
            throw new ArgumentException(
                $"The vocabulary has {vocabulary.Classes.Count} classes, the student {Classes}.", nameof(vocabulary));
        }
        if (Config.LearnedBackground && !vocabulary.Classes[0].IsBackground)
        {
            throw new ArgumentException(
                "The student has a learned background, but the vocabulary's class 0 is not a background.", nameof(vocabulary));
        }

        StudentFile.Write(
            path,
            Config,
            vocabulary,
            settings,
            StoredTensors.States(this).Select(state => (state.Name, StoredTensors.Shape(state.Value), StoredTensors.Numbers(state.Value))));
    }

    /// <summary>Reads a student.</summary>
    /// <exception cref="CheckpointException">The file is not a student, or is damaged.</exception>
    public static (StudentNetwork Network, Vocabulary Vocabulary, JsonObject Settings) Load(
        string path, int channelMultiple = PaddedConvolution.SafeMultiple)
    {
        using var file = StudentFile.Open(path);
        var config = file.Config;
        int rows = file.Vocabulary.Classes.Count - (config.LearnedBackground ? 1 : 0);
        var network = new StudentNetwork(config, new float[rows * config.EmbeddingSize], seed: 0, channelMultiple);
        try
        {
            foreach (var (name, value) in StoredTensors.States(network)) StoredTensors.Copy(file.Require(name), value);
            return (network, file.Vocabulary, file.Settings);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
