namespace MaskClip.Methods.Published;

/// <summary>SCLIP's correlative self-attention: two softmaxes, added and not halved; residual and MLP stay.</summary>
internal static class SclipMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new AttentionBlock("sclip", new AttentionTerm(Similarities.QueryQuery), new AttentionTerm(Similarities.KeyKey))
        {
            Residual = true,
            Mlp = true,
        },
        Summary = "attention is softmax(qq) + softmax(kk)",
        Paper = new("SCLIP: Rethinking Self-Attention for Dense Vision-Language Inference", "ECCV 2024", 2023, "wangf3014/SCLIP"),
        Options = MethodOption.ResidualAndMlp,
        Published =
        [
            new("ViT-B/16", "successors' tables", 59.1, 30.4, 30.5, 80.4, 32.2, 34.2, 16.1, 22.4),
            new("ViT-B/16", "authors' README", 59.63, 31.74, 33.52, 81.54, 32.34, 34.46, 16.45, 22.77),
            new("ViT-L/14", "successors' tables", 44.4, 22.3, 24.9, 60.3, 17.0, 20.5, 7.1, 13.1),
        ],
        Recommended = "short side 336 (COCO-Stuff 448, Cityscapes 560), windows of 224 every 112, logit scale 40 (50 to 65 with a " +
            "background), background below 0.1",
    };
}
