using MaskClip.Checkpoints;
using MaskClip.Engine;
using MaskClip.Graph;
using MaskClip.Imaging;
using MaskClip.Model;
using MaskClip.Quantization;
using MaskClip.Storage;
using MaskClip.Text.SentencePiece;
using MaskClip.Towers;

namespace MaskClip.Families.Tips;

/// <summary>An opened TIPS model: a DINOv2 with registers, and a text transformer of its own.</summary>
internal sealed class TipsModel : VisionLanguageModel
{
    /// <summary>The sentences of its authors' zero-shot segmentation (TIPS_zeroshot_segmentation.ipynb; TCL's).</summary>
    public static PromptTemplates Templates { get; } = PromptTemplates.Of(
        "tips",
        [
            "itap of a {}.", "a bad photo of a {}.", "a origami {}.", "a photo of the large {}.", "a {} in a video game.", "art of the {}.",
            "a photo of the small {}.", "a photo of many {}.", "a photo of {}s.",
        ]);

    private const int UsualSize = 448;

    private readonly TipsFiles files;
    private readonly TensorFiles opened;
    private readonly Dictionary<string, CheckpointTensor> tensors;
    private readonly TipsConfig config;
    private readonly OpenedOnce<TipsTextEncoder> texts;
    private readonly OpenedOnce<EngineSession> whole;
    private readonly Lazy<float[]> positions;

    private TipsModel(TipsFiles files, TensorFiles opened, OpeningOptions options)
        : base(ModelHash.OfFiles(files.All, FingerprintIndex.In(options.CacheFolder)), options)
    {
        this.files = files;
        this.opened = opened;
        tensors = TipsNames.Apply(opened, files.Layout);
        config = TipsConfig.Read(files, tensors);
        positions = new(() => Read("visual.positional_embedding"));
        whole = Opened(() => new EngineSession(GlobalGraph(), Threads, Device));
        texts = Opened(() => new TipsTextEncoder(WholeTextGraph()!, TextConfig, OpenTokenizer, Threads, Device));
    }

    /// <inheritdoc/>
    public override string Variant => "tips";

    /// <inheritdoc/>
    public override ImageTowerConfig ImageConfig => Image;

    /// <inheritdoc/>
    public override bool HasImageTower => config.Image is not null;

    /// <inheritdoc/>
    public override bool HasTextTower => config.Text is not null;

    /// <inheritdoc/>
    public override ModelDefaults Defaults => new("maskclip", UsualSize, Templates, SynonymMode.Average, LogitScale);

    /// <inheritdoc/>
    public override float LogitScale => 1 / config.Temperature;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, string Value)> Facts => TipsFacts.Of(config, files, tensors);

    private VisionTransformerConfig Image =>
        config.Image
            ?? throw new CheckpointException(
                files.Path, "has no image tower, so it cannot embed photos. Put the image tower's archive (..._vision.npz) beside it.");

    private TipsTextConfig TextConfig =>
        config.Text
            ?? throw new CheckpointException(
                files.Path, "has no text tower, so it cannot embed names. Put the text tower's archive (..._text.npz) beside it.");

    /// <summary>Opens a model.</summary>
    /// <exception cref="CheckpointException">A file is damaged or missing, or of a variant that is not supported.</exception>
    public static TipsModel Open(TipsFiles files, OpeningOptions options)
    {
        Func<string, string>? prefixOf = files.Layout == TipsLayout.Archives
            ? file => file.EndsWith("_text.npz", StringComparison.Ordinal) ? TipsNames.TextPrefix : TipsNames.ImagePrefix
            : null;
        var opened = TensorFiles.Open(files.Path, files.Weights, TipsNames.Anchors, prefixOf);
        try
        {
            return new TipsModel(files, opened, options);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override PhotoNormalization Normalization(Compatibility compatibility) => new(config.Mean, config.Std);

    /// <inheritdoc/>
    public override ITextEncoder OpenTexts(CancellationToken cancellationToken) => texts.Get(cancellationToken);

    /// <summary>
    /// The first class token of a photo that is brought to the square of the training images, by the authors' bilinear resize.
    /// </summary>
    public override float[] EmbedWhole(RgbImage photo, PhotoNormalization normalization, CancellationToken cancellationToken = default)
    {
        int side = Image.ImageSize;
        return UnitLength.Of(
            EncodeWhole(normalization.Apply(photo.Resize(side, side, ResampleFilter.Bilinear)), 1, side, side, cancellationToken));
    }

    /// <inheritdoc/>
    public override (float[] Pixels, int Height, int Width) Fit(float[] pixels, int count, int height, int width)
    {
        int rows = Multiple(height), columns = Multiple(width);
        return (rows, columns) == (height, width)
            ? (pixels, height, width)
            : (PlaneResampling.Cubic(pixels, height, width, rows, columns), rows, columns);

        int Multiple(int side) => (side + Image.PatchSize - 1) / Image.PatchSize * Image.PatchSize;
    }

    /// <inheritdoc/>
    public override float[] EncodeWhole(float[] pixels, int count, int height, int width, CancellationToken cancellationToken)
    {
        var table = Positions(height / Image.PatchSize, width / Image.PatchSize);
        var features = new float[count * Image.EmbeddingSize];
        using var inputs = new EngineTensors
        {
            { ImageGraphNames.Image, [count, 3, height, width], pixels },
            { ImageGraphNames.Positions, [1, table.Length / Image.Width, Image.Width], table },
        };
        using var outputs = new EngineTensors { { ImageGraphNames.Global, [count, Image.EmbeddingSize], features } };
        whole.Get(cancellationToken).Run(inputs, outputs, cancellationToken);
        return features;
    }

    /// <inheritdoc/>
    public override bool HasMeaning(LastBlock last) => last.IsLastBlocksOwn;

    /// <inheritdoc/>
    public override string WithoutMeaning => "TIPS, a transformer of whose blocks the last alone is exchanged";

    /// <inheritdoc/>
    protected override void CheckSettings(LastBlock last) => CheckUsualPositions(last, "TIPS");

    /// <inheritdoc/>
    public override GridInputs GridInputs(
        LastBlock last) => new(Image, new PositionTable(Positions), Towers.GridInputs.NeighborsOf(Image, last));

    /// <inheritdoc/>
    public override string? WholeTextGraph() => config.Text is { } text
        ? TextGraph(
            "text", null, (file, _) => TipsText.AddWeights(new TowerWeights(Require, file), text), file => TipsText.Emit(text, file))
        : null;

    /// <inheritdoc/>
    internal override OnnxGraph EmitDense(
        WeightFile weights,
        IReadOnlyDictionary<string, ValueRange> ranges,
        LastBlock last,
        bool key,
        int outputStride,
        bool headByHead) =>
        VisionTransformer.EmitDense(Image.Attending(headByHead), weights, TipsConfig.ImageEpsilon, Activation.Gelu, last, key);

    /// <inheritdoc/>
    internal override OnnxGraph EmitGlobal(WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges) =>
        VisionTransformer.EmitGlobal(Image, weights, TipsConfig.ImageEpsilon, Activation.Gelu);

    /// <inheritdoc/>
    internal override (OnnxGraph Graph, MeasuredConvolutions Measured)? EmitMeasures(WeightFile weights) => null;

    /// <inheritdoc/>
    internal override void AddImageWeights(WeightFile weights, Func<string, LayerForm>? formOf, MapMeasures? measures) =>
        VisionTransformer.AddWeights(new TowerWeights(Require, weights, formOf, measures), Image);

    /// <inheritdoc/>
    protected override void Free()
    {
        texts.Dispose();
        whole.Dispose();
        opened.Dispose();
    }

    /// <summary>
    /// Position embeddings of a grid: the class token's, none for registers, then the patches', resized with a widened triangle filter.
    /// </summary>
    private float[] Positions(int rows, int columns)
    {
        int width = Image.Width;
        var table = positions.Value;
        var patches = PositionEmbedding.ResizeGrid(table.AsSpan(width), Image.TrainedGrid, width, rows, columns, ResampleFilter.Bilinear);
        return [.. table.AsSpan(0, width), .. new float[Image.Registers * width], .. patches];
    }

    private CheckpointTensor Require(string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new CheckpointException(files.Path, "it is missing; the model is incomplete.", name);

    private float[] Read(string name)
    {
        using var use = Use();
        return Require(name).ToArray();
    }

    private PieceTokenizer OpenTokenizer()
    {
        var pieces = PieceTokenizer.Open(files.Tokenizer
            ?? throw new CheckpointException(
                files.Path, "there is no tokenizer.model beside the weights, so names cannot be embedded. Download it too."));
        return pieces.Count <= TextConfig.VocabularySize
            ? pieces
            : throw new CheckpointException(
                pieces.Path,
                $"it has {pieces.Count} pieces and the text tower knows {TextConfig.VocabularySize}: they do not belong together.");
    }
}
