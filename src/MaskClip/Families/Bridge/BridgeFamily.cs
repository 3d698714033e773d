using MaskClip.Model;

namespace MaskClip.Families.Bridge;

/// <summary>Two networks joined by a linear map: folders that say so.</summary>
internal sealed class BridgeFamily : IModelFamily
{
    /// <inheritdoc/>
    public string Name => BridgeFolder.Family;

    /// <inheritdoc/>
    public bool Recognizes(ModelFiles files) => files.Described?.Family == Name;

    /// <inheritdoc/>
    public VisionLanguageModel Open(ModelFiles files, OpeningOptions options) => BridgeModel.Open(files.Described!, options);
}
