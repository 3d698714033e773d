namespace MaskClip.Training.Optimization;

/// <summary>What one step gave.</summary>
/// <param name="CrossEntropy">Mean cross-entropy over all pixels, ignored ones counting 0.</param>
/// <param name="Distillation">Mean absolute difference of features, before its weight; <see langword="null"/> when nothing is
/// distilled.</param>
/// <param name="Labeled">Share of pixels that had a label, 0..1.</param>
internal sealed record StepReport(double CrossEntropy, double? Distillation, double Labeled);
