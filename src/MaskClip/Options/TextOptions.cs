using System.ComponentModel.DataAnnotations;

namespace MaskClip;

/// <summary>How names become text embeddings.</summary>
/// <remarks>
/// A loaded model takes them with every vocabulary (<see cref="Segmenter.Embed(Vocabulary, TextOptions?, CancellationToken)"/>). They are
/// copied by the call that takes them: later changes do not reach it.
/// Change them from one thread at a time.
/// </remarks>
public sealed record TextOptions
{
    /// <summary>The sentences that names are put into.</summary>
    /// <value>The default value is <see langword="null"/>: by model (<see cref="PromptTemplates.MaskClip"/>, the paper's 85, for
    /// CLIP).</value>
    public PromptTemplates? Templates { get; set; }

    /// <summary>How synonyms become one score.</summary>
    /// <value>The default value is <see langword="null"/>: by model (<see cref="SynonymMode.Average"/> for CLIP).</value>
    [EnumDataType(typeof(SynonymMode))]
    public SynonymMode? Synonyms { get; set; }

    /// <summary>
    /// Gives names that come without a background one of words that are near none of them, each of which stands for itself in the softmax:
    /// <see cref="Segmentation.BackgroundWords"/> says which of them were found. A background that was named stays as it is.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: none. Every pixel is then one of the names.</value>
    public AutomaticBackgroundOptions? AutomaticBackground { get; set; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    public void Validate()
    {
        List<string> errors = [];
        Validate(errors);
        OptionsException.ThrowIfAny("These options are out of range", errors);
    }

    /// <summary>Adds what is wrong with the values.</summary>
    internal void Validate(List<string> errors)
    {
        if (Synonyms is { } mode) OptionsException.CheckDefined(errors, "synonym mode", mode);
        AutomaticBackground?.Validate(errors);
    }
}
