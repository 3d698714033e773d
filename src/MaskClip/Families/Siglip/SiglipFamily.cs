using MaskClip.Checkpoints;
using MaskClip.Model;

namespace MaskClip.Families.Siglip;

/// <summary>SigLIP and SigLIP 2 of a fixed resolution, in Hugging Face's and in open_clip's layout (an image tower of timm's).</summary>
internal sealed class SiglipFamily : IModelFamily
{
    private const string Probe = "vision_model.head.probe", Latent = "visual.trunk.attn_pool.latent";

    // Other families with the same pooling head: FG-CLIP 2 has a second one, Perception Encoders normalize before the first block.
    private static readonly string[] Others = ["dense_feature_head.probe", "visual.trunk.norm_pre.weight"];

    /// <inheritdoc/>
    public string Name => "siglip";

    /// <inheritdoc/>
    public bool Recognizes(ModelFiles files)
    {
        if (files.Described is not null || Others.Any(files.Names.Contains)) return false;
        return files.ModelType is "siglip" or "siglip_vision_model" or "siglip_text_model" or "siglip2"
            || TrunkOf(files)?.Contains("siglip", StringComparison.Ordinal) == true
            || files.Names.Any(name => name is Probe or Latent);
    }

    /// <inheritdoc/>
    public VisionLanguageModel Open(ModelFiles files, OpeningOptions options)
    {
        if (options.Activation is not null || options.Epsilon is not null)
        {
            throw new OptionsException(
                "An activation or the released code's conventions were asked for; a SigLIP model says by itself what it computes with. " +
                "Leave that out.");
        }

        if (files.ModelType == "siglip2" || TrunkOf(files)?.StartsWith("naflex", StringComparison.Ordinal) == true)
        {
            throw new CheckpointException(
                files.Path,
                "it is a SigLIP 2 of any resolution (NaFlex), which takes patches in place of a picture and is not supported. Give one " +
                "of a fixed resolution, as siglip2-base-patch16-256.");
        }

        return SiglipModel.Open(SiglipFiles.Find(files), options);
    }

    private static string? TrunkOf(ModelFiles files) => files.OpenClip?.Text("model_cfg", "vision_cfg", "timm_model_name");
}
