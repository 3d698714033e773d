using MaskClip.Edges;

namespace MaskClip.Model;

/// <summary>What a model is used with where nobody asks for something else.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Method">The dense method.</param>
/// <param name="Size">Short side of photos in pixels.</param>
/// <param name="Templates">The sentences that names are put into.</param>
/// <param name="Synonyms">How synonyms become one score.</param>
/// <param name="LogitScale">What cosines are multiplied by before the softmax.</param>
/// <param name="Presence">Strength of the presence prior; 0 for none.</param>
public sealed record ModelDefaults(
    string Method, int Size, PromptTemplates Templates, SynonymMode Synonyms, float LogitScale, float Presence = 0)
{
    /// <summary>What a model that was trained with a sigmoid adds to scaled cosines; <see langword="null"/> for others.</summary>
    public float? LogitBias { get; init; }

    /// <summary>
    /// Whether the model was trained on photographs and their words, so that an automatic background has a meaning for it; a model of a
    /// drawn world says no.
    /// </summary>
    public bool KnowsSurroundings { get; init; } = true;

    /// <summary>A copy of the options for segmenting with what they leave to the model filled in.</summary>
    /// <exception cref="OptionsException">A sigmoid is asked for and the model was not trained with one.</exception>
    internal SegmentationOptions Complete(SegmentationOptions options) => options with
    {
        SigmoidBias = !options.Sigmoid ? null
            : LogitBias
                ?? throw new OptionsException(
                    "Sigmoid probabilities were asked for; this model was trained with a softmax, so it has no bias for them. Leave " +
                    "them out, or use a SigLIP model."),
        LogitScale = options.LogitScale ?? LogitScale,
        Presence = options.Presence ?? Presence,
        Pamr = options.Pamr is { } pamr ? pamr with { Dilations = pamr.Dilations?.ToArray()! } : null,
        GuidedFilter = options.GuidedFilter is { } filter ? filter with { } : null,
        Propagation = options.Propagation is { } propagation ? propagation with { } : null,
    };

    /// <summary>A copy of the options for loading with what they leave to the model filled in.</summary>
    /// <param name="options">The options.</param>
    /// <param name="only">The only options for segmenting, where they are known: keys are computed if these need them.</param>
    internal SegmenterOptions Complete(SegmenterOptions options, SegmentationOptions? only = null) => options with
    {
        Photos = Complete(options.Photos) with { Keys = only is null ? options.Photos.Keys : Complete(only).NeedsKeys },
        Texts = Complete(options.Texts),
    };

    /// <summary>A copy of the options for photos with what they leave to the model filled in.</summary>
    internal PhotoOptions Complete(PhotoOptions options) => options with
    {
        Method = options.Method ?? Method,
        Scales = [.. options.Scales],
    };

    /// <summary>A copy of the options for texts with what they leave to the model filled in.</summary>
    internal TextOptions Complete(TextOptions options) => options with
    {
        Templates = options.Templates ?? Templates,
        Synonyms = options.Synonyms ?? Synonyms,
        AutomaticBackground = options.AutomaticBackground is { } automatic && (KnowsSurroundings || automatic.Always)
            ? automatic with { }
            : null,
    };
}
