

namespace MaskClip.Methods.Published;

/// <summary>GEM: queries, keys and values attend to themselves at unit length over the last six blocks, beside CLIP's own path.</summary>
internal static class GemMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new SelfSelfPath("gem", Similarities.QueryQuery | Similarities.KeyKey | Similarities.ValueValue)
        {
            Clustering = 1,
            Positions = PositionResize.Antialiased,
        },
        Summary = "qq, kk and vv attention of unit length in the last 6 blocks, on a second path without MLPs",
        Paper = new(
            "Grounding Everything: Emerging Localization Properties in Vision-Language Transformers", "CVPR 2024", 2023, "WalBouss/GEM"),
        Options =
        [
            ClipSurgeryMethod.Blocks,
            MethodOption.Count<SelfSelfPath>(
                "iterations",
                "how often the vectors are clustered first",
                0,
                10,
                block => block.Clustering!.Value,
                (block, count) => block with { Clustering = count }),
        ],
        Published =
        [
            new("ViT-B/16", "ResCLIP's and ClearCLIP's tables", 46.2, 32.6, null, 79.9, 30.8, 35.9, 15.7, 23.7),
            new("ViT-L/14", "ClearCLIP's table", null, null, null, 80.3, 22.6, 26.4, 11.6, 17.6),
        ],
        Recommended = "448 x 448 pixels, the one template 'a photo of a {}.'; its author saw no gain from larger photos",
    };
}
