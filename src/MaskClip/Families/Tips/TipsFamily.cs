using MaskClip.Model;

namespace MaskClip.Families.Tips;

/// <summary>
/// TIPS and TIPSv2 (google-deepmind/tips): NumPy archives of the two towers, or a Hugging Face folder in either of its two layouts.
/// </summary>
internal sealed class TipsFamily : IModelFamily
{
    /// <inheritdoc/>
    public string Name => "tips";

    /// <inheritdoc/>
    public bool Recognizes(ModelFiles files) =>
        files.Described is null && (TipsFiles.FindArchives(files) is not null
            || files.ModelType is "tipsv2" or "tipsv2_vision_model" or "tipsv2_text_model"
            || files.Names.Any(TipsNames.IsOwn));

    /// <inheritdoc/>
    public VisionLanguageModel Open(ModelFiles files, OpeningOptions options)
    {
        if (options.Activation is not null || options.Epsilon is not null)
        {
            throw new OptionsException(
                "An activation or the released code's conventions were asked for; a TIPS model has no choice of them. Leave that out.");
        }

        return TipsModel.Open(TipsFiles.Find(files), options);
    }
}
