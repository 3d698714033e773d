namespace MaskClip.Methods.Published;

/// <summary>SC-CLIP: outlying tokens repaired, a middle block's similarities as attention, several blocks fused.</summary>
internal static class ScclipMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new SelfCalibration("scclip"),
        Summary = "outlying tokens repaired, attention by a middle block's cosines and kk, several blocks fused",
        Paper = new(
            "Self-Calibrated CLIP for Training-Free Open-Vocabulary Segmentation (arXiv 2411.15869)",
            "TIP (arXiv 2024)",
            2024,
            "SuleBai/SC-CLIP"),
        Options =
        [
            MethodOption.Number<SelfCalibration>(
                "least",
                "cosines below this count as none in aggregation",
                -1,
                1,
                block => block.MinSimilarity,
                (block, least) => block with { MinSimilarity = least }),
            MethodOption.Number<SelfCalibration>(
                "class-token",
                "how much of the class token is added",
                0,
                10,
                block => block.ClassShare,
                (block, share) => block with { ClassShare = share }),
        ],
        Published =
        [
            new(
                "ViT-B/16",
                "a third party's table; VOC20, Context59, ADE20K, COCO-Stuff rerun independently within 0.1",
                64.6,
                36.8,
                37.7,
                84.3,
                41.0,
                40.1,
                20.1,
                26.6),
            new("ViT-L/14", "a third party's table (average 45.2)", 65.0, 36.9, null, null, 41.3, null, 21.7, 26.9),
        ],
        Recommended = "short side 336 (Cityscapes 560), windows of 224 every 112, logit scale 40 (VOC 50, COCO-Object 55), background " +
            "below 0.15 (COCO-Object 0.35)",
    };
}
