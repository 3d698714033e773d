using MaskClip.Engine;
using MaskClip.Graph;
using MaskClip.Quantization;
using MaskClip.Storage;
using MaskClip.Towers;
using Microsoft.Extensions.Logging;

namespace MaskClip.Model;

/// <summary>
/// An opened model: an image tower (a photo to positions and one vector), a text encoder (names to unit rows), and what joins them.
/// </summary>
/// <remarks>
/// A family of models derives one class from this and says how its towers are emitted; what all share stands here: graphs that are kept
/// under the model's checksum, layers chosen for int8, encoders. Disposing it while it is used is safe: what is being read or opened stays
/// until that is done.
/// </remarks>
internal abstract partial class VisionLanguageModel : IDisposable
{
    private readonly OpeningOptions options;
    private readonly VerifiedCache graphs;
    private readonly VerifiedCache textGraphs; // its own, so that both towers can be converted side by side
    private readonly Lease lease;
    private LayerChoice? imageLayers;

    /// <summary>Opens a model.</summary>
    /// <param name="hash">Checksum of its bytes.</param>
    /// <param name="options">How it is opened.</param>
    protected VisionLanguageModel(string hash, OpeningOptions options)
    {
        Hash = hash;
        this.options = options;
        lease = new Lease(Free);
        var folder = Path.Combine(options.CacheFolder, "graphs", $"{hash}-{(options.Precision == Precision.Int8 ? "int8" : "fp32")}");
        (graphs, textGraphs) = (new VerifiedCache(folder, options.Logger), new VerifiedCache(folder, options.Logger));
    }

    /// <summary>Whether it was disposed: nothing is read from it or opened any more.</summary>
    public bool IsDisposed => lease.IsDisposed;

    /// <summary>Checksum of the model's bytes: the identity under which everything made from it is cached.</summary>
    public string Hash { get; }

    /// <summary>What distinguishes this model's numbers from those of the same weights opened with other conventions.</summary>
    public abstract string Variant { get; }

    /// <summary>The image tower.</summary>
    /// <exception cref="CheckpointException">The model has none.</exception>
    public abstract ImageTowerConfig ImageConfig { get; }

    /// <summary>The text tower, opened when first used.</summary>
    /// <exception cref="CheckpointException">The model has none.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ITextEncoder Texts => OpenTexts(CancellationToken.None);

    /// <summary>What the model is used with where nothing else is asked for.</summary>
    public abstract ModelDefaults Defaults { get; }

    /// <summary>What the trained model multiplies the cosine of a photo and a text by before its softmax.</summary>
    public abstract float LogitScale { get; }

    /// <summary>
    /// What a model trained with a sigmoid adds behind <see cref="LogitScale"/>; <see langword="null"/> for one trained with a softmax.
    /// </summary>
    public virtual float? LogitBias => null;

    /// <summary>What had to be guessed.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>The folder in which everything made from this model is cached.</summary>
    public string CacheFolder => options.CacheFolder;

    /// <summary>Where the engine computes.</summary>
    public EngineDevice Device => options.Device;

    /// <summary>Threads of the engine; 0 takes one per core.</summary>
    public int Threads => options.Threads;

    /// <summary>What its layers compute with.</summary>
    protected Precision Precision => options.Precision;

    /// <summary>Ranges of the image tower's maps, where convolutions compute in bytes.</summary>
    protected IReadOnlyDictionary<string, ValueRange> ImageRanges => (ImageLayers()?.Measures ?? MapMeasures.None).Ranges;

    /// <summary>Whether it has an image tower: without one it embeds texts alone.</summary>
    public virtual bool HasImageTower => true;

    /// <summary>Whether it has a text tower: without one it embeds photos alone.</summary>
    public virtual bool HasTextTower => true;

    /// <summary>What there is to know about it, for people: a name and a value each.</summary>
    public abstract IReadOnlyList<(string Name, string Value)> Facts { get; }

    /// <summary>How photos become the image tower's input.</summary>
    public abstract PhotoNormalization Normalization(Compatibility compatibility);

    /// <summary>Brings a normalized picture to sides that the tower takes, where the family says how; else it stays as it is.</summary>
    /// <param name="pixels"><c>[n, 3, height, width]</c>.</param>
    /// <param name="count">n.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public virtual (float[] Pixels, int Height, int Width) Fit(float[] pixels, int count, int height, int width) => (pixels, height, width);

    /// <summary>
    /// Embeddings of whole pictures as the tower gives them: <c>[n, d]</c>; <see langword="null"/> where it takes none of this size.
    /// </summary>
    /// <param name="pixels">Normalized, <c>[n, 3, height, width]</c>.</param>
    /// <param name="count">n.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public virtual float[]? EncodeWhole(float[] pixels, int count, int height, int width, CancellationToken cancellationToken) => null;

    /// <summary>One embedding for a whole photo, of unit length.</summary>
    public abstract float[] EmbedWhole(RgbImage photo, PhotoNormalization normalization, CancellationToken cancellationToken = default);

    /// <summary>The text tower, opened when first used.</summary>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="CheckpointException">The model has none.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public abstract ITextEncoder OpenTexts(CancellationToken cancellationToken);

    /// <summary>Whether a method has a meaning for the image tower.</summary>
    public abstract bool HasMeaning(LastBlock last);

    /// <summary>Why some methods have none, as a phrase; empty where all have.</summary>
    public abstract string WithoutMeaning { get; }

    /// <summary>Checks that a method has a meaning for the image tower.</summary>
    /// <exception cref="OptionsException">It has none; the message names those that have.</exception>
    public void CheckMethod(LastBlock last)
    {
        if (HasMeaning(last))
        {
            CheckKeys(last);
            CheckSettings(last);
            return;
        }

        throw new OptionsException(
            $"The method '{last.Name}' has no meaning for {WithoutMeaning}, which this model is; " +
            $"choose one of: {string.Join(", ", DenseMethods.All.Where(method =>
                HasMeaning(method.Block)).Select(method => method.Name))}.");
    }

    private void CheckKeys(LastBlock last)
    {
        if (last.Keys == KeyProjection.Output || ImageConfig is VisionTransformerConfig) return;
        throw new OptionsException(
            $"The setting 'keys' of '{last.Name}' has no meaning for this model, whose keys go through no projection. Leave it out.");
    }

    /// <summary>Checks that a method's settings have a meaning for the image tower, where the method has one.</summary>
    /// <exception cref="OptionsException">One has none; the message names it.</exception>
    protected virtual void CheckSettings(LastBlock last)
    {
    }

    /// <summary>Refuses another resizing of position embeddings than the method's usual one, where the family has its own.</summary>
    /// <exception cref="OptionsException">One is asked for.</exception>
    protected static void CheckUsualPositions(LastBlock last, string family)
    {
        if (DenseMethods.All.FirstOrDefault(method => method.Name == last.Name) is { } usual && usual.Block.Positions != last.Positions)
        {
            throw new OptionsException(
                $"The setting 'positions' of '{last.Name}' has no meaning for {family}, which has a resizing of its own. Leave it out.");
        }
    }

    /// <summary>Builds (or finds in the cache) an image encoder.</summary>
    /// <param name="last">What the last block does.</param>
    /// <param name="key">Whether keys are wanted too.</param>
    /// <param name="outputStride">Input pixels per cell: 32, 16 or 8 for a ResNet; a transformer's patch size stands.</param>
    /// <param name="raw">Whether features are wanted before normalization too.</param>
    /// <param name="loading">Who waits for it.</param>
    public ImageEncoder CreateImageEncoder(LastBlock last, bool key, int outputStride = 32, bool raw = false, Loading loading = default) =>
        new(
            headByHead => ImageGraph(last, key, outputStride, loading, headByHead),
            ImageConfig,
            GridInputs(last),
            last,
            key,
            ImageConfig.CellOf(outputStride),
            options.Threads,
            Device,
            raw,
            options.PackWeights);

    /// <summary>Builds (or finds in the cache) the second pass of a method that has one.</summary>
    public SecondPassEncoder CreateSecondPass(LastBlock last) => new(SecondPassGraph(last), last, ImageConfig.Width, Threads, Device);

    /// <summary>Path of a second pass's graph.</summary>
    public virtual string SecondPassGraph(LastBlock last) =>
        throw new OptionsException($"The method '{last.Name}' runs the last block twice, which only transformers can.");

    /// <summary>What an image graph is given beside photos.</summary>
    public abstract GridInputs GridInputs(LastBlock last);

    /// <summary>
    /// Which layers of the image tower compute in int8: as was chosen before, as the model says, or chosen on drawn pictures now.
    /// </summary>
    /// <param name="loading">Who waits for it.</param>
    /// <returns><see langword="null"/> when all compute in fp32.</returns>
    public LayerChoice? ImageLayers(Loading loading = default) => Precision == Precision.Float32 ? null
        : imageLayers ??= Chosen("image", () => OwnImageLayers() ?? TowerCalibration.Image(this, photos: null, loading));

    /// <summary>Which layers of the text tower compute in int8.</summary>
    /// <returns><see langword="null"/> when all compute in fp32.</returns>
    public virtual LayerChoice? TextLayers() => null;

    /// <summary>Chooses the image tower's layers anew, on given photos.</summary>
    public LayerChoice ChooseImageLayers(CalibrationPhotos photos)
    {
        var choice = TowerCalibration.Image(this, photos);
        graphs.Replace(ChoiceName("image"), choice.Write);
        return imageLayers = choice;
    }

    /// <summary>Closes the model, once nothing is read from it.</summary>
    public void Dispose() => lease.Dispose();

    /// <summary>Keeps the files open for as long as something is read from them.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    protected Lease.Call Use() => lease.Begin();

    /// <summary>Something that reads the files when it is first needed, and is disposed with what <see cref="Free"/> disposes.</summary>
    protected OpenedOnce<T> Opened<T>(Func<T> open)
        where T : class, IDisposable => new(() =>
        {
            // In the opening itself, which goes on where nobody waits for it any more.
            using var use = Use();
            return open();
        });

    /// <summary>Frees what was opened and closes the files; nothing reads them any more.</summary>
    protected abstract void Free();
}
