using System.Globalization;
using MaskClip.Errors;
using MaskClip.Graph;
using MaskClip.Methods;
using MaskClip.Towers;

namespace MaskClip;

/// <summary>
/// One part of an attention: <c>softmax(scale · s · Σ similarities + ω)</c>, with <c>s = headWidth^-1/2</c>; or the identity, times the
/// scale.
/// </summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="Similarities">The similarities that are added before the softmax; or <see cref="Similarities.Identity"/> alone, which has
/// no softmax.</param>
/// <param name="Scale">A factor besides <c>s</c>: -1000 to 1000, not 0.</param>
/// <param name="Neighbors">ω, if any; it stands alone where there is no similarity.</param>
public sealed record AttentionTerm(Similarities Similarities, double Scale = 1, NeighborBias? Neighbors = null)
{
    private static readonly (Similarities Part, string Name)[] Parts =
    [
        (Similarities.Identity, "1"), (Similarities.QueryKey, "qk"), (Similarities.QueryQuery, "qq"),
        (Similarities.KeyKey, "kk"), (Similarities.ValueValue, "vv"),
    ];

    /// <summary>The term as a formula, whole: two terms that differ have different formulas.</summary>
    internal string Formula
    {
        get
        {
            var logits = string.Join(" + ", Parts.Where(part => Similarities.HasFlag(part.Part)).Select(part => part.Name));
            if (Scale != 1) logits = string.Create(CultureInfo.InvariantCulture, $"{Scale}({logits})");
            if (Neighbors is { } bias)
            {
                var omega = string.Create(CultureInfo.InvariantCulture, $"{(bias.ByNorms ? "|q||k|" : "")}ω(σ {bias.Sigma})");
                logits = logits.Length == 0 ? omega : $"{logits} + {omega}";
            }

            return Similarities == Similarities.Identity ? logits : $"softmax({logits})";
        }
    }

    /// <summary>Whether each token keeps its own value.</summary>
    internal bool IsIdentity => Similarities == Similarities.Identity && Neighbors is null;

    /// <summary>A similarity as formulas show it.</summary>
    internal static string Symbol(Similarities part) => Parts.Single(pair => pair.Part == part).Name;

    /// <summary>Whether every head has weights of its own.</summary>
    internal bool DependsOnHead => Similarities is not (Similarities.None or Similarities.Identity);

    /// <summary>Emits a block's values as this weighs them, <c>[n, tokens, width]</c>, where heads do not differ.</summary>
    internal OnnxValue Mix(VisionTrunk trunk, int block, SemanticFeedback? feedback) => IsIdentity
        ? trunk.Blocks.Scaled(trunk.Value(block), Scale)
        : trunk.Blocks.Mix(Weights(trunk, block, feedback), trunk.Value(block));

    /// <summary>Emits this attention's weights in a block, <c>[n, heads or 1, tokens, tokens]</c>. The identity has none.</summary>
    /// <param name="trunk">The tower.</param>
    /// <param name="block">The block.</param>
    /// <param name="feedback">What a second pass adds, if it is one.</param>
    /// <param name="head">One head instead of all.</param>
    internal OnnxValue Weights(VisionTrunk trunk, int block, SemanticFeedback? feedback = null, int? head = null)
    {
        if (Similarities.HasFlag(Similarities.Identity))
        {
            throw new InvalidOperationException("The identity has no weights, and stands alone in its term without neighbors.");
        }

        if (feedback is null && head is null && this == new AttentionTerm(Similarities.QueryKey)) return trunk.Map(block);
        OnnxValue? logits = feedback is null ? null : trunk.Blocks.Scaled(trunk.Agreement(), feedback.Gain * feedback.Share);
        double scale = feedback is null ? Scale : Scale * feedback.Gain * (1 - feedback.Share);
        foreach (var (part, _) in Parts.Where(part => Similarities.HasFlag(part.Part)))
        {
            var similarity = trunk.Similarity(block, part, scale, head);
            logits = logits is null ? similarity : trunk.Blocks.Sum(logits, similarity);
        }

        if (Neighbors is { } bias)
        {
            var omega = bias.ByNorms ? trunk.Blocks.Product(trunk.Neighbors(), trunk.MeanNormProduct(block)) : trunk.Neighbors();
            logits = logits is null ? omega : trunk.Blocks.Sum(logits, omega);
        }

        return trunk.Blocks.Softmax(logits ?? throw new InvalidOperationException("An attention needs a similarity or a neighbor bias."));
    }

    /// <summary>Adds what is out of range.</summary>
    internal void Validate(List<string> errors)
    {
        const Similarities Softmax = Similarities.QueryKey | Similarities.QueryQuery | Similarities.KeyKey | Similarities.ValueValue;
        if (Similarities.HasFlag(Similarities.Identity) ? !IsIdentity : (Similarities & ~Softmax) != Similarities.None)
        {
            var bias = Neighbors is null ? "" : " and a neighbor bias";
            errors.Add(
                $"a term has the similarities {Similarities}{bias}; the identity stands alone, and the others are QueryKey, QueryQuery, " +
                $"KeyKey and ValueValue");
        }

        if (Similarities == Similarities.None && Neighbors is null)
        {
            errors.Add("a term has neither a similarity nor a neighbor bias; one of them is needed");
        }

        AllowedRange.Check(errors, "a term's scale", Scale, -1000, 1000);
        if (Scale == 0) errors.Add("a term's scale is 0; leave the term out");
        Neighbors?.Validate(errors);
    }
}
