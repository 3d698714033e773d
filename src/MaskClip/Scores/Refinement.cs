using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>
/// The order in which scores are refined: presence, prompt denoising, prototypes, key smoothing; denoising before smoothing as in the
/// released code.
/// </summary>
internal static class Refinement
{
    /// <summary>Refines the scores of a photo that was embedded as a whole.</summary>
    /// <param name="scores">Cosines.</param>
    /// <param name="key">Keys <c>[positions, k]</c>; empty when there are none.</param>
    /// <param name="axis">How keys are normalized.</param>
    /// <param name="options">Thresholds and logit scale.</param>
    /// <param name="threads">Threads that it may take.</param>
    /// <exception cref="InvalidOperationException">Key smoothing or prototypes are asked for and there are no keys.</exception>
    public static void Apply(GridScores scores, ReadOnlySpan<float> key, KeyAxis axis, SegmentationOptions options, Parallelism threads)
    {
        if (options.PromptDenoising is { } denoising) PromptDenoising.Apply([scores], denoising, options.Scale, axis != KeyAxis.Positions);
        Compare(scores, key, axis, options, threads);
    }

    /// <summary>Adds prototypes and smooths the scores of one window as asked: keys are compared within a window.</summary>
    /// <inheritdoc cref="Apply"/>
    public static void Compare(GridScores scores, ReadOnlySpan<float> key, KeyAxis axis, SegmentationOptions options, Parallelism threads)
    {
        if (!options.ComparesKeys) return;
        if (key.IsEmpty)
        {
            throw new InvalidOperationException(
                $"Key smoothing and prototypes need keys: set {nameof(SegmenterOptions)}.{nameof(PhotoOptions.Keys)} before the photo " +
                $"is embedded.");
        }

        if (options.Prototypes is > 0 and var weight) Prototypes.Apply(scores, key, weight, options.Scale);
        if (options.KeySmoothing is { } smoothing)
            KeySmoothing.Apply(scores, key, smoothing, options.Scale, axis, threads, options.KeySmoothingTemperature);
    }
}
