using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Contrastive.Validation;

namespace MaskClip.Training.Contrastive;

/// <summary>Where a run is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Last">What the last step gave; <see langword="null"/> with an evaluation.</param>
/// <param name="ImagesPerSecond">Speed since this process began to train.</param>
/// <param name="Remaining">Time to the end at this speed.</param>
/// <param name="Metrics">An evaluation.</param>
public sealed record ContrastiveProgress(
    int Step, int Steps, ContrastiveReport? Last, double ImagesPerSecond, TimeSpan Remaining, ModelMetrics? Metrics);
