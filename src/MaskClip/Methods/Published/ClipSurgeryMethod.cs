

namespace MaskClip.Methods.Published;

/// <summary>CLIP Surgery's architecture surgery: value-value attention over the last six blocks, beside CLIP's own path.</summary>
/// <remarks>Its feature surgery is for explanation; segmentation takes the architecture alone, says its author.</remarks>
internal static class ClipSurgeryMethod
{
    /// <summary>How many blocks a second path runs beside.</summary>
    public static MethodOption Blocks { get; } = MethodOption.Count<SelfSelfPath>(
        "blocks", "beside how many of the last blocks the second path runs", 1, 100, block => block.Blocks, (block, count) => block with
        {
            Blocks = count,
        });

    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new SelfSelfPath("clip-surgery", Similarities.ValueValue)
        {
            Positions = PositionResize.Bilinear,
            Pooling = PoolingAttention.UnitValues,
        },
        Summary = "vv attention in the last 6 blocks, on a second path without MLPs",
        Paper = new(
            "A Closer Look at the Explainability of Contrastive Language-Image Pre-training (CLIP Surgery, arXiv 2304.05653)",
            "PR 2025",
            2023,
            "xmed-lab/CLIP_Surgery"),
        Options = [Blocks],
        Published = [new("ViT-B/16", "ResCLIP's table", null, 29.3, null, null, 31.4, null, null, 21.9)],
        Recommended = "512 x 512 pixels",
    };
}
