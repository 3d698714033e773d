using MaskClip.Towers;

namespace MaskClip.Models;

/// <summary>One published CLIP model: where it is, what its file must hash to, and the shape of its network.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="OfficialName">OpenAI's name, such as <c>ViT-L/14@336px</c>.</param>
/// <param name="Sha256">Of the file, 64 lower-case hexadecimal digits.</param>
/// <param name="Resolution">Side in pixels of the square photos that it was trained on.</param>
/// <param name="EmbeddingWidth">Numbers in a photo's or a text's embedding.</param>
/// <param name="VisionWidth">Channels of a ViT's tokens, or of a ResNet's stem.</param>
/// <param name="VisionLayers">A ViT's blocks (one number), or a ResNet's blocks by stage (four).</param>
/// <param name="PatchSize">Side in pixels of a ViT's patches; <see langword="null"/> for a ResNet.</param>
/// <param name="TextWidth">Channels of the text tower, which has 12 blocks in every model.</param>
public sealed record KnownModel(
    string OfficialName,
    string Sha256,
    int Resolution,
    int EmbeddingWidth,
    int VisionWidth,
    IReadOnlyList<int> VisionLayers,
    int? PatchSize,
    int TextWidth)
{
    /// <summary>The name as a file system takes it: <c>ViT-L-14-336px</c>.</summary>
    public string Name => OfficialName.Replace('/', '-').Replace('@', '-');

    /// <summary>The file's name: <see cref="Name"/> with <c>.pt</c>.</summary>
    public string FileName => Name + ".pt";

    /// <summary>As published in openai/CLIP clip/clip.py: the folder is the checksum.</summary>
    public Uri Url => new($"https://openaipublic.azureedge.net/clip/models/{Sha256}/{FileName}");

    /// <summary>Input pixels per cell of the feature grid: the patch size, or 32 for a ResNet.</summary>
    public int Stride => PatchSize ?? 32;

    /// <summary>A photo as its image tower sees it, for people.</summary>
    public string ImageTokens => ClipTokens.Of(Resolution, Stride);

    /// <summary>How many numbers its network has learned.</summary>
    public long Parameters => Size.Parameters;

    /// <summary>About what the file weighs in bytes: its numbers, without the archive around them (less than 1 % more).</summary>
    public long ApproximateBytes => Size.Bytes;

    /// <summary>
    /// More than the file can weigh: a twentieth above <see cref="ApproximateBytes"/>, and a megabyte for the code that small archives
    /// hold.
    /// </summary>
    public long MaxBytes => ApproximateBytes + (ApproximateBytes / 20) + (1 << 20);

    /// <summary>The license of openai/CLIP, which the weights came with.</summary>
    public const string License = "mit";

    /// <summary><see cref="ApproximateBytes"/> for people: <c>350 MB</c>.</summary>
    public string ApproximateSize => $"{ApproximateBytes / 1e6:0} MB";

    private StoredNumbers Size => StoredNumbers.Text(TextWidth, EmbeddingWidth) + (PatchSize is { } patch
        ? StoredNumbers.VisionTransformer(VisionWidth, VisionLayers[0], patch, Resolution, EmbeddingWidth)
        : StoredNumbers.ResNet(VisionWidth, VisionLayers, Resolution, EmbeddingWidth));
}
