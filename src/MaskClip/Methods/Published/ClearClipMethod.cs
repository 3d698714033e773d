namespace MaskClip.Methods.Published;

/// <summary>ClearCLIP: query-query attention, and neither residual nor MLP, which carry the noise.</summary>
internal static class ClearClipMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new AttentionBlock("clearclip", new AttentionTerm(Similarities.QueryQuery)),
        Summary = "attention is softmax(qq); residual and MLP dropped",
        Paper = new(
            "ClearCLIP: Decomposing CLIP Representations for Dense Vision-Language Inference", "ECCV 2024", 2024, "mc-lan/ClearCLIP"),
        Options = MethodOption.ResidualAndMlp,
        Published =
        [
            new("ViT-B/16", "successors' tables", 51.8, 32.6, 33.0, 80.9, 30.0, 35.9, 16.7, 23.9),
            new("ViT-L/14", "successors' tables", 48.7, 28.3, 29.7, 80.0, 27.9, 29.6, 15.0, 19.9),
        ],
        Recommended = "short side 448, windows of 448 (Cityscapes 224) every 224, logit scale 50, background below 0.5 (VOC), 0.4 " +
            "(COCO-Object), 0.15 (Context)",
    };
}
