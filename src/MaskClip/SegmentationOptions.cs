namespace MaskClip;

/// <summary>How the scores of an embedded photo become labels. Cheap to change: the photo is not embedded again.</summary>
public sealed record SegmentationOptions
{
    /// <summary>The logit scale of the released code, and of CLIP's trained models.</summary>
    public const float DefaultLogitScale = 100;

    /// <summary>
    /// Prompt denoising (paper, section 3.3): classes whose confidence is below this everywhere are removed; 0..1.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: off. The paper uses 0.5.</value>
    public float? PromptDenoising { get; init; }

    /// <summary>
    /// Key smoothing (paper, section 3.3): positions whose confidence is below this are averaged over positions with similar keys; 0..1.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: off. The released configurations use 1.0.</value>
    public float? KeySmoothing { get; init; }

    /// <summary>Pixels whose confidence is lower become <see cref="Segmentation.Ignore"/>; 0..1.</summary>
    /// <value>The default value is 0: every pixel gets a class.</value>
    public float MinScore { get; init; }

    /// <summary>What cosines are multiplied by before the softmax.</summary>
    /// <value>The default value is 100.</value>
    public float LogitScale { get; init; } = DefaultLogitScale;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; all are named.</exception>
    internal void Validate()
    {
        List<string> faults = [];
        if (PromptDenoising is not (null or >= 0 and <= 1)) faults.Add($"prompt denoising is {PromptDenoising}; 0 to 1 is allowed");
        if (KeySmoothing is not (null or >= 0 and <= 1)) faults.Add($"key smoothing is {KeySmoothing}; 0 to 1 is allowed");
        if (MinScore is not (>= 0 and <= 1)) faults.Add($"the least score is {MinScore}; 0 to 1 is allowed");
        if (LogitScale is not (> 0 and <= 10_000)) faults.Add($"the logit scale is {LogitScale}; more than 0 and at most 10000 is allowed");
        if (faults.Count > 0) throw new ArgumentException($"These segmentation options are out of range: {string.Join("; ", faults)}.");
    }
}
