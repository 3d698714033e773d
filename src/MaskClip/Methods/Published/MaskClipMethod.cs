

namespace MaskClip.Methods.Published;

/// <summary>
/// MaskCLIP (section 3.3): each position keeps its own value. Released code: <c>vit.py</c>, <c>return_qkv</c> on the last block.
/// </summary>
internal static class MaskClipMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new AttentionBlock("maskclip", new AttentionTerm(Similarities.Identity))
        {
            Residual = true,
            Mlp = true,
            Positions = PositionResize.Size,
            Mixing = new OwnPosition(),
            Pooling = PoolingAttention.Identity,
        },
        Summary = "each position keeps its own value: no query, no key",
        Paper = new("Extract Free Dense Labels from CLIP", "ECCV 2022", 2021, "chongzhou96/MaskCLIP"),
        Options = [.. MethodOption.ResidualAndMlp, MethodOption.Keys],
        Published =
        [
            new(
                "ViT-B/16",
                "Trident's table; the paper's own protocol: Context59 21.7, COCO-Stuff 12.5",
                43.4,
                23.2,
                20.6,
                74.9,
                24.9,
                26.4,
                11.9,
                16.7),
            new("ViT-L/14", "ClearCLIP's table", null, null, null, 30.1, 10.1, 12.6, 6.9, 8.9),
        ],
        Recommended = "whole photo, short side 512 to 520; key smoothing and prompt denoising",
    };
}
