using MaskClip.Model;

namespace MaskClip.Families.Clip;

/// <summary>
/// CLIP as OpenAI, open_clip and Hugging Face publish it: what no other family recognizes is taken for it, and refused where it is not.
/// </summary>
internal sealed class ClipFamily : IModelFamily
{
    /// <inheritdoc/>
    public string Name => ClipFolder.Family;

    /// <inheritdoc/>
    public bool Recognizes(ModelFiles files) => files.Described is null || files.Described.Family == Name;

    /// <inheritdoc/>
    public VisionLanguageModel Open(ModelFiles files, OpeningOptions options) =>
        files.Described is { } folder
            ? ClipModel.Open(ClipFolder.WeightsOf(folder), options, ClipFolder.KnowsSurroundings(folder))
            : ClipModel.Open(files.Path, options);
}
