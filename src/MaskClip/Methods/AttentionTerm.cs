using System.Globalization;
using MaskClip.Clip;

namespace MaskClip.Dense;

/// <summary>
/// One part of an attention: <c>softmax(scale · s · Σ similarities + ω)</c>, with <c>s = headWidth^-1/2</c>; or the identity, times the scale.
/// </summary>
/// <param name="Of">The similarities that are added.</param>
/// <param name="Scale">A factor besides <c>s</c>.</param>
/// <param name="Neighbours">ω, if any.</param>
internal sealed record AttentionTerm(Similarities Of, double Scale = 1, NeighbourBias? Neighbours = null)
{
    private static readonly (Similarities Part, string Name)[] Parts =
    [
        (Similarities.Identity, "1"), (Similarities.QueryKey, "qk"), (Similarities.QueryQuery, "qq"),
        (Similarities.KeyKey, "kk"), (Similarities.ValueValue, "vv"),
    ];

    /// <summary>The term as a formula, whole: two terms that differ have different formulas.</summary>
    public string Formula
    {
        get
        {
            var logits = string.Join(" + ", Parts.Where(part => Of.HasFlag(part.Part)).Select(part => part.Name));
            if (Scale != 1) logits = string.Create(CultureInfo.InvariantCulture, $"{Scale}({logits})");
            if (Neighbours is { } bias)
            {
                var omega = string.Create(CultureInfo.InvariantCulture, $"{(bias.ByNorms ? "|q||k|" : "")}ω(σ {bias.Sigma})");
                logits = logits.Length == 0 ? omega : $"{logits} + {omega}";
            }

            return Of == Similarities.Identity ? logits : $"softmax({logits})";
        }
    }

    /// <summary>A similarity as formulas show it.</summary>
    public static string Symbol(Similarities part) => Parts.Single(pair => pair.Part == part).Name;

    /// <summary>Whether every head has weights of its own.</summary>
    public bool DependsOnHead => Of is not (Similarities.None or Similarities.Identity);

    /// <summary>Emits a block's values as this weighs them, <c>[n, tokens, width]</c>, where heads do not differ.</summary>
    public string Mix(VisionTrunk trunk, int block, SemanticFeedback? feedback) => Of == Similarities.Identity && Neighbours is null
        ? trunk.Blocks.Scaled(trunk.Value(block), Scale)
        : trunk.Blocks.Mix(Weights(trunk, block, feedback), trunk.Value(block));

    /// <summary>Emits this attention's weights in a block, <c>[n, heads or 1, tokens, tokens]</c>. The identity has none.</summary>
    /// <param name="trunk">The tower.</param>
    /// <param name="block">The block.</param>
    /// <param name="feedback">What a second look adds, if it is one.</param>
    /// <param name="head">One head instead of all.</param>
    public string Weights(VisionTrunk trunk, int block, SemanticFeedback? feedback = null, int? head = null)
    {
        if (Of.HasFlag(Similarities.Identity))
        {
            throw new InvalidOperationException("The identity has no weights, and stands alone in its term without neighbours.");
        }

        if (feedback is null && head is null && this == new AttentionTerm(Similarities.QueryKey)) return trunk.Map(block);
        string? logits = feedback is null ? null : trunk.Blocks.Scaled(trunk.Agreement(), feedback.Gain * feedback.Share);
        double scale = feedback is null ? Scale : Scale * feedback.Gain * (1 - feedback.Share);
        foreach (var (part, _) in Parts.Where(part => Of.HasFlag(part.Part)))
        {
            var similarity = trunk.Similarity(block, part, scale, head);
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
