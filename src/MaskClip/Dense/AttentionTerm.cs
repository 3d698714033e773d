using System.Globalization;
using MaskClip.Clip;

namespace MaskClip.Dense;

/// <summary>One softmax of an attention: <c>softmax(scale · s · Σ similarities + ω)</c>, with <c>s = headWidth^-1/2</c>; or the identity.</summary>
/// <param name="Of">The similarities that are added.</param>
/// <param name="Scale">A factor besides <c>s</c>.</param>
/// <param name="Neighbours">ω, if any.</param>
internal sealed record AttentionTerm(Similarities Of, double Scale = 1, NeighbourBias? Neighbours = null)
{
    private static readonly (Similarities Part, string Name)[] Parts =
    [
        (Similarities.QueryKey, "qk"), (Similarities.QueryQuery, "qq"), (Similarities.KeyKey, "kk"), (Similarities.ValueValue, "vv"),
    ];

    /// <summary>The term as a formula, whole: two terms that differ have different formulas.</summary>
    public string Formula
    {
        get
        {
            if (Of == Similarities.Identity) return "1";
            var logits = string.Join(" + ", Parts.Where(part => Of.HasFlag(part.Part)).Select(part => part.Name));
            if (Scale != 1) logits = string.Create(CultureInfo.InvariantCulture, $"{Scale}({logits})");
            if (Neighbours is { } bias)
            {
                var omega = string.Create(CultureInfo.InvariantCulture, $"{(bias.ByNorms ? "|q||k|" : "")}ω(σ {bias.Sigma})");
                logits = logits.Length == 0 ? omega : $"{logits} + {omega}";
            }

            return $"softmax({logits})";
        }
    }

    /// <summary>Emits this attention's weights in a block, <c>[n, heads or 1, tokens, tokens]</c>. The identity has none.</summary>
    public string Weights(VisionTrunk trunk, int block)
    {
        if (Of.HasFlag(Similarities.Identity)) throw new InvalidOperationException("The identity has no weights and stands alone in its term.");
        if (this == new AttentionTerm(Similarities.QueryKey)) return trunk.Map(block);
        string? logits = null;
        foreach (var (part, _) in Parts.Where(part => Of.HasFlag(part.Part)))
        {
            var similarity = trunk.Similarity(block, part, Scale);
            logits = logits is null ? similarity : trunk.Blocks.Sum(logits, similarity);
        }

        if (Neighbours is { } bias)
        {
            var omega = bias.ByNorms ? trunk.Blocks.Product(trunk.Neighbours(), trunk.MeanNormProduct(block)) : trunk.Neighbours();
            logits = logits is null ? omega : trunk.Blocks.Sum(logits, omega);
        }

        return trunk.Blocks.Softmax(logits ?? throw new InvalidOperationException("An attention needs a similarity or a neighbour bias."));
    }
}
