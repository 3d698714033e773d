using MaskClip.Towers;

namespace MaskClip.Methods.Published;

/// <summary>
/// NACLIP: key-key attention with a Gaussian over the neighbors; residual and MLP dropped ("reduced"; "vanilla" is
/// <c>residual=on,mlp=on</c>).
/// </summary>
internal static class NaclipMethod
{
    /// <summary>NACLIP's paper, whose ablations are methods of their own.</summary>
    public static MethodPaper Paper { get; } = new(
        "Pay Attention to Your Neighbours: Training-Free Open-Vocabulary Semantic Segmentation", "WACV 2025", 2024, "sinahmr/NACLIP");

    /// <summary>The released code's σ, in patches.</summary>
    public const double UsualSigma = 5;

    /// <summary>The width of the Gaussian of every term that has one.</summary>
    public static MethodOption Sigma { get; } = MethodOption.Number<AttentionBlock>(
        "sigma",
        "width of the neighbors' Gaussian, in patches",
        0.1,
        1000,
        block => block.NeighborSigma ?? UsualSigma,
        (block, sigma) => block with
        {
            Terms =
            [
                .. block.Terms.Select(term => term with { Neighbors = term.Neighbors is { } bias ? bias with { Sigma = sigma } : null })
            ],
        });

    /// <summary>Strength and width of its form for ResNets without attention, chosen on photographs (docs/results.md).</summary>
    private static IReadOnlyList<MethodOption> ForPlainResNets { get; } =
    [
        MethodOption.Number<AttentionBlock>(
            "strength",
            "a plain ResNet's: how much similar positions count more",
            0,
            100,
            block => Similar(block).Strength,
            (block, strength) => block with { Mixing = Similar(block) with { Strength = strength } }),
        MethodOption.Number<AttentionBlock>(
            "width",
            "a plain ResNet's: width of the Gaussian, in positions",
            0.1,
            1000,
            block => Similar(block).Width,
            (block, width) => block with { Mixing = Similar(block) with { Width = width } }),
    ];

    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new AttentionBlock("naclip", new AttentionTerm(Similarities.KeyKey, Neighbors: new(UsualSigma)))
        {
            Mixing = new SimilarPositions(),
        },
        Summary = "attention is softmax(kk + Gaussian over neighbors); residual and MLP dropped",
        Paper = Paper,
        Options = [Sigma, .. ForPlainResNets, .. MethodOption.ResidualAndMlp],
        Published =
        [
            new("ViT-B/16", "successors' tables, without PAMR", 58.9, 32.2, 33.2, 79.7, 35.5, 35.2, 17.4, 23.3),
            new("ViT-B/16", "authors' README, with PAMR", 64.07, 34.99, 36.19, 83.03, 38.27, 38.35, 19.05, 25.69),
            new("ViT-L/14", "successors' tables, without PAMR", 52.2, 28.7, 29.9, 78.7, 31.4, 32.1, 17.3, 21.4),
        ],
        Recommended = "short side 336 (Cityscapes 560), windows of 224 every 112 (VOC: whole photo), logit scale 40, background below " +
            "0.1, PAMR 10 iterations at 8 and 16",
    };

    private static SimilarPositions Similar(AttentionBlock block) => block.Mixing as SimilarPositions ?? new();
}
