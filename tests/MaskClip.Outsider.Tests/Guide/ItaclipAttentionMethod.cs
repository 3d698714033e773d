using MaskClip;

namespace MyProgram;

/// <summary>ITACLIP's architecture: SCLIP's attention, half of it from blocks 7, 8 and 10; the MLP is dropped.</summary>
/// <remarks>Its image and text engineering is apart.</remarks>
public static class ItaclipAttentionMethod
{
    private static readonly AttentionTerm[] Correlative = [new(Similarities.QueryQuery), new(Similarities.KeyKey)];

    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new AttentionBlock("itaclip-attention", Correlative)
        {
            Residual = true,
            Earlier = new EarlierMaps([7, 8, 10], Correlative, Share: 0.5),
        },
        Summary = "sclip's attention, half of it from blocks 7, 8 and 10; MLP dropped",
        Paper = new MethodPaper(
            "ITACLIP: Boosting Training-Free Semantic Segmentation with Image, Text, and Architectural Enhancements",
            "CVPRW 2025", 2024, "m-arda-aydn/ITACLIP"),
        Options = MethodOption.ResidualAndMlp,
        Published =
        [
            new PublishedResults(
                "ViT-B/16", "authors' README, with LLaMA's texts and PAMR", 67.9, 37.5, 37.7, null, 40.2, null, null, 27.0),
        ],
        Recommended = "windows of 224 every 28, texts by a language model, PAMR",
    };
}
