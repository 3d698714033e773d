namespace MaskClip.Methods.Published;

/// <summary>PEARL's attention; its propagation is <see cref="SegmentationOptions.Propagation"/>, which follows any method.</summary>
internal static class PearlMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new ProcrustesAttention("pearl"),
        Summary = "keys turned towards the queries (Procrustes), and a little kk; residual and MLP dropped",
        Paper = new(
            "PEARL: Geometry Aligns Semantics for Training-Free Open-Vocabulary Semantic Segmentation (arXiv 2603.21528)",
            "CVPR 2026",
            2026,
            "PGSmall/PEARL"),
        Options =
        [
            MethodOption.Number<ProcrustesAttention>(
                "keys-share",
                "how much the centered keys' similarities count",
                0,
                10,
                block => block.KeyShare,
                (block, share) => block with { KeyShare = share }),
            MethodOption.Switch<ProcrustesAttention>(
                "residual", "whether the block's input is added", block => block.Residual, (block, on) => block with { Residual = on }),
            MethodOption.Switch<ProcrustesAttention>(
                "mlp", "whether the block's MLP follows", block => block.Mlp, (block, on) => block with { Mlp = on }),
        ],
        Published = [new("ViT-B/16", "authors' table, with their propagation", 64.1, 35.1, 37.3, 86.9, 37.6, 38.6, 19.4, 26.3)],
        Recommended = "short side 336 (Cityscapes 560), windows of 224 every 112 (VOC21: whole photo), logit scale 40, keys-share 0.3 " +
            "for ADE20K and Cityscapes, background below 0.1",
    };
}
