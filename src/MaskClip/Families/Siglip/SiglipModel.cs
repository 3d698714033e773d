using MaskClip.Checkpoints;
using MaskClip.Engine;
using MaskClip.Families.Clip;
using MaskClip.Graph;
using MaskClip.Model;
using MaskClip.Quantization;
using MaskClip.Storage;
using MaskClip.Text.SentencePiece;
using MaskClip.Towers;

namespace MaskClip.Families.Siglip;

/// <summary>An opened SigLIP model.</summary>
internal sealed class SiglipModel : VisionLanguageModel
{
    private readonly SiglipFiles files;
    private readonly TensorFiles opened;
    private readonly Dictionary<string, CheckpointTensor> tensors;
    private readonly SiglipConfig config;
    private readonly bool isOpenClip;
    private readonly OpenedOnce<SiglipTextEncoder> texts;
    private readonly OpenedOnce<EngineSession> whole;
    private readonly Lazy<float[]> positions;

    private SiglipModel(SiglipFiles files, TensorFiles opened, OpeningOptions options)
        : base(ModelHash.OfFiles(files.All, FingerprintIndex.In(options.CacheFolder)), options)
    {
        this.files = files;
        this.opened = opened;
        isOpenClip = SiglipNames.AreOpenClip(opened);
        tensors = SiglipNames.Apply(opened);
        config = SiglipConfig.Read(files, tensors, isOpenClip);
        LogitScale = tensors.GetValueOrDefault("logit_scale")?.ToLogitScale() ?? SegmentationOptions.DefaultLogitScale;
        LogitBias = tensors.GetValueOrDefault("logit_bias")?.ToScalar();
        positions = new(() => Read("visual.positional_embedding"));
        whole = Opened(() => new EngineSession(GlobalGraph(), Threads, Device));
        texts = Opened(() => new SiglipTextEncoder(WholeTextGraph()!, Text, OpenTokenizer, Threads, Device));
    }

    /// <inheritdoc/>
    public override string Variant => isOpenClip ? "siglip-open-clip" : "siglip-transformers";

    /// <inheritdoc/>
    public override ImageTowerConfig ImageConfig => Image.Transformer;

    /// <inheritdoc/>
    public override bool HasImageTower => config.Image is not null;

    /// <inheritdoc/>
    public override bool HasTextTower => config.Text is not null;

    /// <inheritdoc/>
    public override ModelDefaults Defaults => new(
        "maskclip", ClipModel.DefaultSize(Image.Transformer.ImageSize), PromptTemplates.MaskClip, SynonymMode.Average, LogitScale)
    {
        LogitBias = LogitBias,
    };

    /// <inheritdoc/>
    public override float LogitScale { get; }

    /// <inheritdoc/>
    public override float? LogitBias { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, string Value)> Facts => SiglipFacts.Of(config, files, isOpenClip, tensors);

    private SiglipImageConfig Image =>
        config.Image ?? throw new CheckpointException(files.Path, "has no image tower, so it cannot embed photos.");

    private SiglipTextConfig Text =>
        config.Text ?? throw new CheckpointException(files.Path, "has no text tower, so it cannot embed names.");

    /// <summary>Opens a model.</summary>
    /// <exception cref="CheckpointException">A file is damaged or missing, or of a variant that is not supported.</exception>
    public static SiglipModel Open(SiglipFiles files, OpeningOptions options)
    {
        var opened = TensorFiles.Open(files.Path, files.Weights, SiglipNames.Anchors);
        try
        {
            return new SiglipModel(files, opened, options);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override PhotoNormalization Normalization(Compatibility compatibility) => new(Image.Mean, Image.Std);

    /// <inheritdoc/>
    public override ITextEncoder OpenTexts(CancellationToken cancellationToken) => texts.Get(cancellationToken);

    /// <summary>What the head pools of a photo that is squeezed to the square of the training images.</summary>
    public override float[] EmbedWhole(RgbImage photo, PhotoNormalization normalization, CancellationToken cancellationToken = default)
    {
        int side = Image.Transformer.ImageSize;
        return UnitLength.Of(EncodeWhole(normalization.Apply(photo.Resize(side, side, Image.Resize)), 1, side, side, cancellationToken));
    }

    /// <summary>Cuts off what no whole patch covers, which the convolution passes over: 384 pixels are 27 patches of 14.</summary>
    public override (float[] Pixels, int Height, int Width) Fit(float[] pixels, int count, int height, int width)
    {
        int patch = Image.Transformer.PatchSize, rows = height / patch * patch, columns = width / patch * patch;
        if ((rows == height && columns == width) || rows == 0 || columns == 0) return (pixels, height, width);
        var cut = new float[3 * count * rows * columns];
        for (int row = 0; row < 3 * count * rows; row++)
            pixels.AsSpan((row / rows * height + row % rows) * width, columns).CopyTo(cut.AsSpan(row * columns));
        return (cut, rows, columns);
    }

    /// <inheritdoc/>
    public override float[] EncodeWhole(float[] pixels, int count, int height, int width, CancellationToken cancellationToken)
    {
        var tower = Image.Transformer;
        var table = Positions(height / tower.PatchSize, width / tower.PatchSize);
        var features = new float[count * tower.EmbeddingSize];
        using var inputs = new EngineTensors
        {
            { ImageGraphNames.Image, [count, 3, height, width], pixels },
            { ImageGraphNames.Positions, [1, table.Length / tower.Width, tower.Width], table },
        };
        using var outputs = new EngineTensors { { ImageGraphNames.Global, [count, tower.EmbeddingSize], features } };
        whole.Get(cancellationToken).Run(inputs, outputs, cancellationToken);
        return features;
    }

    /// <inheritdoc/>
    public override bool HasMeaning(LastBlock last) => last.HasPoolingHead;

    /// <inheritdoc/>
    public override string WithoutMeaning => "SigLIP, a transformer with a pooling head";

    /// <inheritdoc/>
    protected override void CheckSettings(LastBlock last)
    {
        if (last is not AttentionBlock { Residual: true })
        {
            throw new OptionsException(
                $"The setting 'residual' of '{last.Name}' has no meaning for SigLIP's pooling head, which has none. Leave it out.");
        }
        CheckUsualPositions(last, "SigLIP");
    }

    /// <inheritdoc/>
    public override GridInputs GridInputs(LastBlock last) => new(Image.Transformer, new PositionTable(Positions), neighbors: null);

    /// <inheritdoc/>
    public override string? WholeTextGraph() => config.Text is { } text
        ? TextGraph(
            "text", null, (file, _) => SiglipText.AddWeights(new TowerWeights(Require, file), text), file => SiglipText.Emit(text, file))
        : null;

    /// <inheritdoc/>
    internal override OnnxGraph EmitDense(
        WeightFile weights,
        IReadOnlyDictionary<string, ValueRange> ranges,
        LastBlock last,
        bool key,
        int outputStride,
        bool headByHead) =>
        SiglipVision.EmitDense(
            Image with { Transformer = Image.Transformer.Attending(headByHead) }, weights, (AttentionBlock)last, key);

    /// <inheritdoc/>
    internal override OnnxGraph EmitGlobal(WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges) =>
        SiglipVision.EmitGlobal(Image, weights);

    /// <inheritdoc/>
    internal override (OnnxGraph Graph, MeasuredConvolutions Measured)? EmitMeasures(WeightFile weights) => null;

    /// <inheritdoc/>
    internal override void AddImageWeights(WeightFile weights, Func<string, LayerForm>? formOf, MapMeasures? measures) =>
        SiglipVision.AddWeights(new TowerWeights(Require, weights, formOf, measures), Image);

    /// <inheritdoc/>
    protected override void Free()
    {
        texts.Dispose();
        whole.Dispose();
        opened.Dispose();
    }

    private float[] Positions(int rows, int columns) =>
        PositionEmbedding.ResizeGrid(
            positions.Value, Image.Transformer.TrainedGrid, Image.Transformer.Width, rows, columns, Image.Positions);

    private CheckpointTensor Require(string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new CheckpointException(files.Path, "it is missing; the model is incomplete.", name);

    private float[] Read(string name)
    {
        using var use = Use();
        return Require(name).ToArray();
    }

    private SiglipTokenizer OpenTokenizer()
    {
        var pieces = PieceTokenizer.Open(files.Tokenizer
            ?? throw new CheckpointException(
                files.Path,
                "there is no spiece.model (SigLIP 1) or tokenizer.model (SigLIP 2) beside the weights, so names cannot be embedded. " +
                "Download it too."));
        if (pieces.Count > Text.VocabularySize)
        {
            throw new CheckpointException(
                pieces.Path, $"it has {pieces.Count} pieces and the text tower knows {Text.VocabularySize}: they do not belong together.");
        }

        return pieces.End >= 0
            ? new(pieces, Text.Clean)
            : throw new CheckpointException(pieces.Path, "it has no end of text, which SigLIP's texts need: it is another model's.");
    }
}
