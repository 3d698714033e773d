using System.Globalization;
using MaskClip.Errors;

namespace MaskClip;

/// <summary>
/// A second pass through the last block, in which patches that the first pass gave the same name attend to each other more (ResCLIP's
/// semantic feedback).
/// </summary>
/// <remarks>
/// Logits become <c>gain · ((1 - share) · logits + share · S)</c> before the neighbor bias; S says how far patches agree in the first
/// pass.
/// Nothing changes it after it was made: safe to share between threads.
/// </remarks>
/// <param name="Share">How much S makes of the logits, 0 to 1.</param>
/// <param name="Gain">A factor on both, 0 to 100.</param>
/// <param name="MinConfidence">
/// Pixels whose best name is less sure than this, 0 to 1, count as the first name in the first pass: the background, if there is one.
/// </param>
public sealed record SemanticFeedback(double Share, double Gain, double MinConfidence)
{
    /// <summary>The feedback as a formula.</summary>
    internal string Formula => string.Create(
        CultureInfo.InvariantCulture,
        $"second look with logits {Gain}({1 - Share} logits + {Share} agreement), sure from {MinConfidence}");

    /// <summary>Adds what is out of range.</summary>
    internal void Validate(List<string> errors)
    {
        AllowedRange.Check(errors, "the feedback's share", Share, 0, 1);
        AllowedRange.Check(errors, "the feedback's gain", Gain, 0, 100);
        AllowedRange.Check(errors, "the feedback's minimum confidence", MinConfidence, 0, 1);
    }
}
