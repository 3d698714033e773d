using System.Globalization;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.Towers;

namespace MaskClip.Families.Bridge;

/// <summary>The two networks that a bridge joins, for training another map between them: neither is changed.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class BridgeTowers : IDisposable
{
    // What torchvision's networks were trained with: ImageNet's mean and deviation of red, green and blue, 0..1.
    private static readonly PhotoNormalization Torchvision = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    private readonly BridgeModel model;
    private readonly ResNetWeights image;
    private readonly PhotoNormalization normalization;
    private readonly OpeningOptions opening;

    private BridgeTowers(BridgeModel model, ResNetWeights image, string imageFile, bool isOwnImage, OpeningOptions opening)
    {
        this.model = model;
        this.image = image;
        this.opening = opening;
        ImageFile = imageFile;
        IsOwnImage = isOwnImage;
        normalization = isOwnImage ? Torchvision : model.Folder.Normalization;
        ImageSize = isOwnImage ? 224 : model.Folder.ImageSize;
        var numbers = normalization.Mean.Concat(normalization.Std).Select(value => value.ToString("R", CultureInfo.InvariantCulture));
        var hash = ModelHash.OfFiles([imageFile], FingerprintIndex.In(opening.CacheFolder));
        ImageHash = $"{hash} {(normalization.IsBgr ? "bgr" : "rgb")} {string.Join(',', numbers)}";
    }

    /// <summary>The files and settings of the model that the text encoder is of, and the image network where none was given.</summary>
    public BridgeFolder Folder => model.Folder;

    /// <summary>What that model is used with where nothing else is asked for.</summary>
    public ModelDefaults Defaults => model.Defaults;

    /// <summary>The image network's file.</summary>
    public string ImageFile { get; }

    /// <summary>Whether the image network is a file that was given, and not the model's.</summary>
    public bool IsOwnImage { get; }

    /// <summary>Side of the images that the image network was trained on.</summary>
    public int ImageSize { get; }

    /// <summary>Channels of its last stage.</summary>
    public int Channels => image.Description.Channels;

    /// <summary>How photos become its input.</summary>
    public PhotoNormalization Normalization => normalization;

    /// <summary>What decides the image network's numbers.</summary>
    public string ImageHash { get; }

    /// <summary>Length of the text encoder's vectors.</summary>
    public int EmbeddingSize => model.ImageConfig.EmbeddingSize;

    /// <summary>The image network in a few words.</summary>
    public string ImageDescription => string.Create(
        CultureInfo.InvariantCulture, $"ResNet {image.Description}, {image.Parameters / 1e6:0.0} M parameters");

    /// <summary>Opens the networks.</summary>
    /// <param name="source">A model whose text encoder is taken.</param>
    /// <param name="imageFile">The image network: a ResNet as torchvision has it; <see langword="null"/> takes the model's.</param>
    /// <param name="cacheFolder">Where graphs and checksums of files are kept.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <exception cref="CheckpointException">A file cannot be read, or is of another kind.</exception>
    /// <exception cref="ArgumentException">The model has no text encoder that could be bridged to.</exception>
    public static BridgeTowers Open(ModelSource source, string? imageFile, string cacheFolder, int threads)
    {
        ArgumentNullException.ThrowIfNull(source);
        var opening = new OpeningOptions { CacheFolder = cacheFolder, Threads = threads };
        if (!Directory.Exists(source.Path)
            || ModelFolder.Find(source.Path) is not { Family: BridgeFolder.Family } folder)
        {
            throw new ArgumentException(
                $"The model is '{source.DisplayName}', whose towers were trained together; a bridge model is needed, such as the " +
                    "installed 'photo' or a folder that this training wrote.");
        }

        var model = BridgeModel.Open(folder, opening);
        try
        {
            var file = imageFile ?? model.Folder.ImageFile;
            return new BridgeTowers(model, ResNetWeights.Open(file), Path.GetFullPath(file), imageFile is not null, opening);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Opens the image network up to its last stage.</summary>
    /// <param name="similar">How positions are pooled; <see langword="null"/> for none.</param>
    public LastStageEncoder CreateEncoder(SimilarPositions? similar) =>
        new(image, Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(System.Text.Encoding.UTF8.GetBytes(ImageHash))),
            normalization, similar, opening);

    /// <summary>
    /// The vectors of names as the text encoder gives them: the mean over the model's templates, of unit length, not centered. <c>[names,
    /// d]</c>.
    /// </summary>
    /// <param name="names">The names.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public float[] NameVectors(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var templates = model.Defaults.Templates;
        int each = templates.Templates.Count, size = EmbeddingSize;
        float[] prompts = model.Texts.Encode([.. names.SelectMany(templates.Fill)], new List<int>(), cancellationToken);
        var vectors = new float[names.Count * size];
        for (int prompt = 0; prompt < names.Count * each; prompt++)
        {
            var sum = vectors.AsSpan(prompt / each * size, size);
            System.Numerics.Tensors.TensorPrimitives.Add(sum, prompts.AsSpan(prompt * size, size), sum);
        }

        UnitLength.Rows(vectors, size);
        return vectors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        image.Dispose();
        model.Dispose();
    }
}
