namespace MaskClip.Training.Bridge;

/// <summary>What one step gave.</summary>
/// <param name="Loss">The loss of all parts.</param>
/// <param name="Whole">That of whole photos.</param>
/// <param name="Windows">That of windows.</param>
/// <param name="Positions">That of labeled positions; NaN in the first training, which has none.</param>
/// <param name="WordsRight">Share of photos' words that the photo is nearer to than to all words that it lacks, 0..1.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Scale">What cosines are multiplied by after the step.</param>
/// <param name="GradientNorm">Length of the gradient.</param>
public sealed record BridgeReport(double Loss, double Whole, double Windows, double Positions, double WordsRight, double Rate,
    double Scale, double GradientNorm);
