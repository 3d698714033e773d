using System.Globalization;

namespace MaskClip.Dense;

/// <summary>
/// A second look at the last block, in which patches that the first look gave the same name attend to each other more (ResCLIP's semantic feedback).
/// </summary>
/// <remarks>
/// Logits become <c>gain · ((1 - share) · logits + share · S)</c> before the neighbour bias; S says how far patches agree, see <see cref="PatchAgreement"/>.
/// </remarks>
/// <param name="Share">How much S makes of the logits, 0 to 1.</param>
/// <param name="Gain">A factor on both.</param>
/// <param name="LeastConfidence">Pixels whose best name is less sure count as the first name in the first look: the background, if there is one.</param>
internal sealed record SemanticFeedback(double Share, double Gain, double LeastConfidence)
{
    /// <summary>The feedback as a formula.</summary>
    public string Formula => string.Create(
        CultureInfo.InvariantCulture,
        $"second look with logits {Gain}({1 - Share} logits + {Share} agreement), sure from {LeastConfidence}");
}
