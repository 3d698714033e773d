using System.ComponentModel.DataAnnotations;

namespace MaskClip;

/// <summary>
/// The guided filter (He, Sun and Tang, PAMI 2013) on scores: around every pixel they are explained by the photo's colors, so that masks
/// get the photo's edges. It costs a fraction of <see cref="PamrOptions">PAMR</see> and keeps masks smoother.
/// </summary>
/// <remarks>They are copied by the call that takes them: later changes do not reach it. Change them from one thread at a time.</remarks>
public sealed record GuidedFilterOptions
{
    /// <summary>From the middle of a window to its side, in grid cells: how far scores are averaged.</summary>
    /// <value>0.25 to 8; the default value is 1. More smooths noisy maps and loses small things.</value>
    [Range(0.25, 8.0)]
    public double Radius { get; set; } = 1;

    /// <summary>Contrasts below this are smoothed over, those above are edges: a variance of colors of 0..1.</summary>
    /// <value>1e-6 to 1; the default value is 1e-3.</value>
    [Range(1e-6, 1.0)]
    public float Epsilon { get; set; } = 1e-3f;

    /// <summary>Adds what is out of range.</summary>
    internal void Validate(List<string> errors)
    {
        if (Radius is not (>= 0.25 and <= 8)) errors.Add($"the guided filter's radius is {Radius}; 0.25 to 8 grid cells are allowed");
        if (Epsilon is not (>= 1e-6f and <= 1)) errors.Add($"the guided filter's epsilon is {Epsilon}; 1e-6 to 1 is allowed");
    }
}
