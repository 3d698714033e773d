using System.ComponentModel.DataAnnotations;

namespace MaskClip;

/// <summary>
/// How a background is chosen for names that come without one: words from COCO-Stuff's classes of stuff and a list of generic surroundings
/// that cover the space of texts and are not near a name (greedy facility location).
/// </summary>
/// <remarks>They are copied by the call that takes them: later changes do not reach it. Change them from one thread at a time.</remarks>
public sealed record AutomaticBackgroundOptions
{
    /// <summary>The most words.</summary>
    /// <value>1 to 400; the default value is 64.</value>
    [Range(1, 400)]
    public int Words { get; set; } = 64;

    /// <summary>How much a word loses for being like one that was chosen already: its gain times this times their cosine.</summary>
    /// <value>0 to 1; the default value is 0: a penalty was worse on training photos.</value>
    [Range(0.0, 1.0)]
    public float Redundancy { get; set; }

    /// <summary>
    /// Words whose cosine with a name is at least this are left out: they may be another word for it. Cosines are of embeddings whose
    /// common mean was taken off, so that the same number means as much in every model.
    /// </summary>
    /// <value>0 to 1; the default value is 0.5.</value>
    [Range(0.0, 1.0)]
    public float Nearness { get; set; } = 0.5f;

    /// <summary>
    /// Whether a model that says of itself that it does not know such words (<see cref="Model.ModelDefaults.KnowsSurroundings"/>) gets them
    /// all the same.
    /// </summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Always { get; set; }

    /// <summary>Adds what is out of range.</summary>
    internal void Validate(List<string> errors)
    {
        if (Words is not (>= 1 and <= 400)) errors.Add($"the automatic background has {Words} words; 1 to 400 are allowed");
        if (Redundancy is not (>= 0 and <= 1)) errors.Add($"the background's penalty for redundancy is {Redundancy}; 0 to 1 is allowed");
        if (Nearness is not (>= 0 and <= 1)) errors.Add($"the background's nearness to names is {Nearness}; 0 to 1 is allowed");
    }
}
