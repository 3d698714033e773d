

namespace MaskClip.Methods.Published;

/// <summary>CLIP's own attention output, read at every position: the baseline.</summary>
internal static class ClipMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new AttentionBlock("clip", new AttentionTerm(Similarities.QueryKey))
        {
            Residual = true,
            Mlp = true,
            Positions = PositionResize.Size,
            Mixing = new WholePicture(),
            Pooling = PoolingAttention.QueryKey,
        },
        Summary = "nothing: CLIP's attention output at every position (baseline)",
        Paper = new("Learning Transferable Visual Models From Natural Language Supervision", "ICML 2021", 2021, "openai/CLIP"),
        Options = MethodOption.ResidualAndMlp,
        Published =
        [
            new("ViT-B/16", "Trident's table", 16.4, 8.4, 5.6, 41.9, 5.0, 9.2, 2.9, 4.4),
            new("ViT-L/14", "ClearCLIP's table", null, null, null, 15.8, 2.9, 4.5, 1.2, 2.4),
        ],
        Recommended = "as maskclip",
    };
}
