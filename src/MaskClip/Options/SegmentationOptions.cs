using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MaskClip.Edges;
using MaskClip.Scores;

namespace MaskClip;

/// <summary>How the scores of an embedded photo become labels. Cheap to change: the photo is not embedded again.</summary>
/// <remarks>They are copied by the call that takes them: later changes do not reach it. Change them from one thread at a time.</remarks>
public sealed record SegmentationOptions
{
    /// <summary>The logit scale of the released code, and of CLIP's trained models.</summary>
    public const float DefaultLogitScale = 100;

    /// <summary><see cref="KeySmoothing"/> of the released configurations: every position that is not entirely certain.</summary>
    public const float UsualKeySmoothing = 1;

    /// <summary><see cref="KeySmoothingTemperature"/> that was chosen on training scenes of the drawn world (docs/miniature.md).</summary>
    public const float UsualKeySmoothingTemperature = 20;

    /// <summary><see cref="PromptDenoising"/> of the paper.</summary>
    public const float UsualPromptDenoising = 0.5f;

    /// <summary><see cref="Presence"/> that was chosen on photographs (docs/results.md).</summary>
    public const float UsualPresence = 0.6f;

    /// <summary><see cref="Prototypes"/> that was chosen on photographs (docs/results.md).</summary>
    public const float UsualPrototypes = 0.2f;

    /// <summary><see cref="VocabularyReduction"/> that keeps every name with a twentieth of the best one's probability.</summary>
    public const float UsualVocabularyReduction = 0.05f;

    /// <summary>
    /// Prompt denoising (paper, section 3.3): classes whose confidence is below this everywhere are removed; 0..1. Where all are, the most
    /// confident stays; the released code (<see cref="Compatibility.Released"/>) then calls every pixel by the first name.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: off. The paper uses 0.5.</value>
    [Range(0.0, 1.0)]
    public float? PromptDenoising { get; set; }

    /// <summary>
    /// Key smoothing (paper, section 3.3): positions whose confidence is below this are averaged over positions with similar keys; 0..1.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: off. The released configurations use 1.0.</value>
    [Range(0.0, 1.0)]
    public float? KeySmoothing { get; set; }

    /// <summary>
    /// Lets key smoothing's weights be <c>softmax(t · cos)</c> of the keys' cosines, which sum to 1, in place of the cosines themselves;
    /// more than 0, at most 1000. Ours, not the paper's; only with <see cref="KeySmoothing"/>.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: the paper's formula. 20 was chosen on training scenes.</value>
    [Range(0.0, 1000.0, MinimumIsExclusive = true)]
    public float? KeySmoothingTemperature { get; set; }

    /// <summary>Pixels whose confidence is lower become <see cref="Segmentation.Ignore"/>; 0..1.</summary>
    /// <remarks>
    /// Of a whole photo that is refined by nothing, confidences are read off the patch grid: the softmax at its positions, interpolated.
    /// With windows, flips, scales, padding, thresholds or refinement they are the softmax at every pixel, which is higher between
    /// positions that agree.
    /// </remarks>
    /// <value>The default value is 0: every pixel gets a class.</value>
    [Range(0.0, 1.0)]
    public float MinScore { get; set; }

    /// <summary>What cosines are multiplied by before the softmax.</summary>
    /// <value>The default value is <see langword="null"/>: by model (100 for CLIP).</value>
    [Range(0.0, 10_000.0, MinimumIsExclusive = true)]
    public float? LogitScale { get; set; }

    /// <summary>
    /// Whether a name's probability is the sigmoid of its own score, as SigLIP was trained, instead of a softmax over all names:
    /// probabilities are then independent, and low where none of the names fits. Labels are those of the greatest probability either way.
    /// </summary>
    /// <remarks>Only for models that were trained so. Not together with key smoothing, prototypes or refinement along edges.</remarks>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Sigmoid { get; set; }

    /// <summary>
    /// Presence prior: names of what the photo shows nowhere lose by this times the distance of their presence from that of the name that
    /// it shows best; 0 to 10. Background names are left alone. Good where photos are about something, bad for street scenes.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: by model (0 for CLIP). 0 is off.</value>
    [Range(0.0, 10.0)]
    public float? Presence { get; set; }

    /// <summary>
    /// Prototypes: a name's positions are compared with the mean of all that it has in this photo, which counts this much beside the name;
    /// 0 to 10. Needs keys.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: off. 0.2 was chosen on photographs.</value>
    [Range(0.0, 10.0)]
    public float? Prototypes { get; set; }

    /// <summary>
    /// Pixels whose best probability is lower become background (class 0), however little the background's own names fit; 0..1. Needs a
    /// vocabulary with a background. <see cref="MinScore"/> is asked first.
    /// </summary>
    /// <value>The default value is 0: off. SCLIP and its successors use 0.1 to 0.5 where a data set has a background.</value>
    [Range(0.0, 1.0)]
    public float BackgroundThreshold { get; set; }

    /// <summary>
    /// Classes that cover a smaller share of the photo are taken out, and their pixels go to the next best class; 0..1. As in SCLIP the
    /// background is never taken out, and shares are of the pixels that are not background.
    /// </summary>
    /// <value>The default value is 0: off. SCLIP uses 0.1 on VOC with background.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public float AreaThreshold { get; set; }

    /// <summary>Refines scores along the photo's edges with PAMR, as NACLIP and others do.</summary>
    /// <value>The default value is <see langword="null"/>: off. Not together with <see cref="GuidedFilter"/>.</value>
    public PamrOptions? Pamr { get; set; }

    /// <summary>
    /// Refines scores along the photo's edges with the guided filter: most of PAMR's gain for a fraction of its time (docs/results.md).
    /// </summary>
    /// <value>The default value is <see langword="null"/>: off. Not together with <see cref="Pamr"/>.</value>
    public GuidedFilterOptions? GuidedFilter { get; set; }

    /// <summary>Spreads scores over the whole photo up to its edges: steadier than the guided filter, for about its time.</summary>
    /// <value>The default value is <see langword="null"/>: off. Not together with <see cref="Pamr"/> or <see cref="GuidedFilter"/>.</value>
    public PropagationOptions? Propagation { get; set; }

    /// <summary>
    /// Drops names that the photo as a whole does not show, before its parts are compared with any: those whose probability for plain
    /// CLIP's embedding of the whole photo is below this share of the best name's; 0..1. The background is never dropped.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: off.</value>
    [Range(0.0, 1.0)]
    public float? VocabularyReduction { get; set; }

    /// <summary>Whether results keep the photo's dense features: <see cref="Segmentation.Features"/>.</summary>
    /// <value>The default value is <see langword="false"/>. Only for photos that are embedded in one piece.</value>
    public bool KeepFeatures { get; set; }

    /// <summary>What the sigmoid adds to scaled cosines, by the model; <see langword="null"/> for a softmax.</summary>
    internal float? SigmoidBias { get; init; }

    /// <summary>The logit scale that is used: what a model did not fill in is CLIP's.</summary>
    internal float Scale => LogitScale ?? DefaultLogitScale;

    /// <summary>Whether positions are compared by their keys.</summary>
    internal bool ComparesKeys => KeySmoothing is not null || Prototypes is > 0;

    /// <summary>Whether photos must be embedded with <see cref="PhotoOptions.Keys"/> for it.</summary>
    public bool NeedsKeys => ComparesKeys || Presence is > 0;

    /// <summary>A text that two options share when they make the same labels of the same features.</summary>
    internal string ToKey() => string.Create(
        CultureInfo.InvariantCulture,
        $"{PromptDenoising} {KeySmoothing}:{KeySmoothingTemperature} {MinScore} {LogitScale} {Sigmoid} {Presence} {Prototypes} " +
        $"{BackgroundThreshold} {AreaThreshold} {VocabularyReduction} {Pamr?.Iterations}:{string.Join(',', Pamr?.Dilations ?? [])} " +
        $"{GuidedFilter} {Propagation}{(Propagation?.Released is null ? "" : " as released")}");

    /// <summary>Checks the values against a vocabulary.</summary>
    /// <param name="vocabulary">The vocabulary that photos are segmented with.</param>
    /// <exception cref="OptionsException">One or more are out of range, or need a background that the vocabulary does not have; all are
    /// named.</exception>
    public void Validate(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        List<string> errors = [];
        Validate(errors);
        if (BackgroundThreshold > 0 && !vocabulary.Classes[0].IsBackground)
        {
            errors.Add(
                $"the background threshold is {BackgroundThreshold}, but the vocabulary has no background to take the pixels: add " +
                $"background names, or use the minimum score, which ignores such pixels");
        }

        OptionsException.ThrowIfAny("These segmentation options are out of range", errors);
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    public void Validate()
    {
        List<string> errors = [];
        Validate(errors);
        OptionsException.ThrowIfAny("These segmentation options are out of range", errors);
    }

    /// <summary>Adds what is wrong with the values.</summary>
    internal void Validate(List<string> errors)
    {
        if (PromptDenoising is not (null or >= 0 and <= 1)) errors.Add($"prompt denoising is {PromptDenoising}; 0 to 1 is allowed");
        if (KeySmoothing is not (null or >= 0 and <= 1)) errors.Add($"key smoothing is {KeySmoothing}; 0 to 1 is allowed");
        if (KeySmoothingTemperature is not (null or (> 0 and <= 1000)))
        {
            errors.Add($"the temperature of key smoothing is {KeySmoothingTemperature}; more than 0 and at most 1000 is allowed");
        }
        else if (KeySmoothingTemperature is not null && KeySmoothing is null)
        {
            errors.Add("key smoothing has a temperature but is off; turn it on, or leave the temperature out");
        }

        if (MinScore is not (>= 0 and <= 1)) errors.Add($"the minimum score is {MinScore}; 0 to 1 is allowed");
        if (BackgroundThreshold is not (>= 0 and <= 1)) errors.Add($"the background threshold is {BackgroundThreshold}; 0 to 1 is allowed");
        if (AreaThreshold is not (>= 0 and < 1)) errors.Add($"the area threshold is {AreaThreshold}; 0 to less than 1 is allowed");
        if (VocabularyReduction is not (null or >= 0 and <= 1))
            errors.Add($"vocabulary reduction is {VocabularyReduction}; 0 to 1 is allowed");
        if (Presence is not (null or (>= 0 and <= 10))) errors.Add($"the presence prior is {Presence}; 0 to 10 is allowed");
        if (Prototypes is not (null or (>= 0 and <= 10))) errors.Add($"the weight of prototypes is {Prototypes}; 0 to 10 is allowed");
        Pamr?.Validate(errors);
        GuidedFilter?.Validate(errors);
        Propagation?.Validate(errors);
        int refined = (Pamr is null ? 0 : 1) + (GuidedFilter is null ? 0 : 1) + (Propagation is null ? 0 : 1);
        if (refined > 1) errors.Add("of PAMR, the guided filter and propagation more than one is on; one of them is allowed");
        if (Sigmoid && (KeySmoothing is not null || Prototypes is > 0 || refined > 0))
        {
            errors.Add(
                "sigmoid probabilities are asked for together with key smoothing, prototypes, PAMR, the guided filter or propagation, " +
                "which need probabilities that sum to 1; one of the two is allowed");
        }

        if (LogitScale is not (null or (> 0 and <= 10_000)))
            errors.Add($"the logit scale is {LogitScale}; more than 0 and at most 10000 is allowed");
    }
}
