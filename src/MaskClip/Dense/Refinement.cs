namespace MaskClip.Dense;

/// <summary>The order in which scores are refined: prompt denoising first, then key smoothing, as in the released code.</summary>
internal static class Refinement
{
    /// <summary>Refines the scores of a photo that was embedded as a whole.</summary>
    /// <param name="scores">Cosines.</param>
    /// <param name="key">Keys <c>[positions, k]</c>; empty when there are none.</param>
    /// <param name="axis">How keys are normalised.</param>
    /// <param name="options">Thresholds and logit scale.</param>
    /// <exception cref="InvalidOperationException">Key smoothing is asked for and there are no keys.</exception>
    public static void Apply(GridScores scores, ReadOnlySpan<float> key, KeyAxis axis, SegmentationOptions options)
    {
        if (options.PromptDenoising is { } denoising) PromptDenoising.Apply([scores], denoising, options.LogitScale);
        Smooth(scores, key, axis, options);
    }

    /// <summary>Smooths the scores of one window as asked: keys are compared within a window.</summary>
    /// <inheritdoc cref="Apply"/>
    public static void Smooth(GridScores scores, ReadOnlySpan<float> key, KeyAxis axis, SegmentationOptions options)
    {
        if (options.KeySmoothing is not { } smoothing) return;
        if (key.IsEmpty)
        {
            throw new InvalidOperationException($"Key smoothing needs keys: set {nameof(SegmenterOptions)}.{nameof(SegmenterOptions.Keys)} before the photo is embedded.");
        }

        KeySmoothing.Apply(scores, key, smoothing, options.LogitScale, axis);
    }
}
