using System.ComponentModel.DataAnnotations;

namespace MaskClip;

/// <summary>
/// Propagation of scores over the whole photo (the idea of PEARL, CVPR 2026): on a grid a little finer than the model's, neighbors agree
/// unless the photo has an edge between them.
/// </summary>
/// <remarks>
/// Solves <c>(λ + L) F = λ Z</c> to a residual: Z are the scores, L the Laplacian of the grid with edge weights
/// <c>exp(-sharpness · |Δgray| / mean |Δgray|)</c>. As released, λ is the squared confidence of a softmax of raw cosines, which depends on
/// the number of names and hardly on the photo (0.0026 with 21 names, 0.4 with two), and 25 steps do not converge; here λ is a number.
/// A model that was loaded with <see cref="Compatibility.Released"/> does it as released, whatever the numbers here are.
/// The grid has four points across a cell of the model, and at most 65,536 in all: beyond that it is coarser.
/// They are copied by the call that takes them: later changes do not reach it. Change them from one thread at a time.
/// </remarks>
public sealed record PropagationOptions
{
    /// <summary>λ: how much a point keeps of its own score beside its neighbors'; less carries scores farther.</summary>
    /// <value>1e-4 to 10; the default value is 0.05.</value>
    [Range(1e-4, 10.0)]
    public double DataWeight { get; set; } = 0.05;

    /// <summary>How much the photo's edges part neighbors.</summary>
    /// <value>0 to 100; the default value is 5, as released.</value>
    [Range(0.0, 100.0)]
    public double Sharpness { get; set; } = 5;

    /// <summary>
    /// What the network's input is normalized by, where propagation is to be that of the published code, which does without the numbers
    /// above; <see langword="null"/> for ours.
    /// </summary>
    internal (float[] Mean, float[] Std)? Released { get; init; }

    /// <summary>Adds what is out of range.</summary>
    internal void Validate(List<string> errors)
    {
        if (DataWeight is not (>= 1e-4 and <= 10)) errors.Add($"propagation's data weight is {DataWeight}; 0.0001 to 10 is allowed");
        if (Sharpness is not (>= 0 and <= 100)) errors.Add($"propagation's sharpness is {Sharpness}; 0 to 100 is allowed");
    }
}
