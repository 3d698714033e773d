namespace MaskClip.Server.Photos;

/// <summary>What makes labels of features and text vectors, for who scores elsewhere; docs/serving.md has the formulas.</summary>
/// <param name="LogitScale">What cosines are multiplied by before the softmax.</param>
/// <param name="LogitBias">What a sigmoid adds, for models that were trained so; <see langword="null"/> for others.</param>
/// <param name="Presence">The model's own strength of the presence prior; 0 for none.</param>
/// <param name="Shift">How many cells positions sit before the middle of their cells.</param>
/// <param name="KeyDimension">Length of a key; 0 where there are none.</param>
/// <param name="KeyAxis">Over what keys are brought to unit length: <c>channels</c>, or <c>positions</c> as in the released code.</param>
/// <param name="ScoredByClient">Whether features are independent of names; else names are scored by <c>POST /v1/segment</c>.</param>
/// <param name="Defaults">Values that the settings usually have when they are turned on.</param>
internal sealed record Scoring(
    float LogitScale,
    float? LogitBias,
    float Presence,
    PositionShift Shift,
    int KeyDimension,
    string KeyAxis,
    bool ScoredByClient,
    ScoringDefaults Defaults)
{
    /// <summary>Describes an embedded photo.</summary>
    internal static Scoring Of(EmbeddedPhoto embedded)
    {
        var (features, own) = (embedded.Features, embedded.Segmenter.Defaults);
        var (x, y) = features.PositionShift;
        return new Scoring(
            own.LogitScale,
            own.LogitBias,
            own.Presence,
            new PositionShift(x, y),
            features.IsSingleGrid ? features.Key.Length / (features.GridWidth * features.GridHeight) : 0,
            embedded.Segmenter.Options.Compatibility == Compatibility.Released ? "positions" : "channels",
            features.IsSingleGrid,
            new ScoringDefaults(
                SegmentationOptions.UsualKeySmoothing,
                SegmentationOptions.UsualKeySmoothingTemperature,
                SegmentationOptions.UsualPromptDenoising,
                SegmentationOptions.UsualPresence,
                SegmentationOptions.UsualPrototypes));
    }
}

/// <summary>How many cells positions sit before the middle of their cells.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Down.</param>
internal sealed record PositionShift(double X, double Y);

/// <summary>Values that settings usually have when they are turned on.</summary>
/// <param name="KeySmoothing">The threshold of key smoothing.</param>
/// <param name="KeySmoothingTemperature">The temperature of key smoothing.</param>
/// <param name="PromptDenoising">The threshold of prompt denoising.</param>
/// <param name="Presence">The strength of the presence prior.</param>
/// <param name="Prototypes">The weight of prototypes.</param>
internal sealed record ScoringDefaults(
    float KeySmoothing, float KeySmoothingTemperature, float PromptDenoising, float Presence, float Prototypes);
