namespace MaskClip.Methods.Published;

/// <summary>SFP: outliers by the class token's attention filled, attention by queries, keys and a middle block, blocks fused.</summary>
internal static class SfpMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new FeaturePurification("sfp"),
        Summary = "outlying patches filled, attention by a middle block's cosines, qq and kk, blocks fused",
        Paper = new(
            "Feature Purification Matters: Suppressing Outlier Propagation for Training-Free Open-Vocabulary Semantic Segmentation",
            "ICCV 2025",
            2025,
            "Kimsure/SFP"),
        Options =
        [
            MethodOption.Number<FeaturePurification>(
                "least",
                "cosines below this count as none",
                -1,
                1,
                block => block.MinSimilarity,
                (block, least) => block with { MinSimilarity = least }),
            MethodOption.Number<FeaturePurification>(
                "class-token",
                "how much of the class token is added, and a fifth of how much its attention weighs",
                0,
                10,
                block => block.ClassShare,
                (block, share) => block with { ClassShare = share }),
        ],
        Published =
        [
            new(
                "ViT-B/16",
                "authors' table; PEARL's authors reproduce an average of 39.6 instead of 44.0",
                63.9,
                37.2,
                37.9,
                84.5,
                41.1,
                39.9,
                20.8,
                26.4),
        ],
        Recommended = "short side 336 (Cityscapes 560), windows of 224 every 112, logit scale 40 (VOC 50), background below 0.15",
    };
}
