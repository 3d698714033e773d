using System.ComponentModel.DataAnnotations;

namespace MaskClip;

/// <summary>
/// Pixel-adaptive mask refinement (PAMR; Araslanov and Roth, CVPR 2020): scores flow to neighboring pixels of similar color, so that
/// masks keep to the photo's edges.
/// </summary>
/// <remarks>They are copied by the call that takes them: later changes do not reach it. Change them from one thread at a time.</remarks>
public sealed record PamrOptions
{
    // One list for all, so that options that were not changed are equal.
    private static readonly int[] Naclips = [8, 16];

    /// <summary>How often scores move to their neighbors.</summary>
    /// <value>1 to 100; the default value is 10, as in NACLIP.</value>
    [Range(1, 100)]
    public int Iterations { get; set; } = 10;

    /// <summary>Distances, in pixels, of the eight neighbors that take part.</summary>
    /// <value>One to eight distances of 1 to 64; the default value is 8 and 16, as in NACLIP.</value>
    public IReadOnlyList<int> Dilations { get; set; } = Naclips;

    /// <summary>Adds what is out of range.</summary>
    internal void Validate(List<string> errors)
    {
        if (Iterations is < 1 or > 100) errors.Add($"PAMR has {Iterations} iterations; 1 to 100 are allowed");
        if (Dilations is null or { Count: 0 or > 8 } || Dilations.Any(distance => distance is < 1 or > 64))
        {
            errors.Add(
                $"PAMR's dilations are {(Dilations is null ? "missing" : string.Join(", ", Dilations))}; one to eight distances of 1 to " +
                $"64 pixels are allowed");
        }
        else if (Iterations * Dilations.Max() > 640)
        {
            errors.Add(
                $"PAMR's {Iterations} iterations of dilation {Dilations.Max()} reach {Iterations * Dilations.Max()} pixels; up to 640 " +
                $"are allowed");
        }
    }
}
