using System.ComponentModel.DataAnnotations;
using MaskClip.Drawing;

namespace MaskClip;

/// <summary>How <see cref="Overlay"/> paints a result over its photo.</summary>
/// <remarks>
/// The call that takes them reads them before it paints: later changes do not reach it. Change them from one thread at a time.
/// </remarks>
public sealed record OverlayOptions
{
    /// <summary>How much the classes' colors cover the photo.</summary>
    /// <value>0 (only the photo) to 1 (only colors). The default value is 0.5.</value>
    [Range(0.0, 1.0)]
    public double Opacity { get; set; } = 0.5;

    /// <summary>
    /// Whether the names, colors and shares of the classes that were found are written under wide photos, right of tall ones.
    /// </summary>
    /// <value>The default value is <see langword="true"/>. The picture is larger than the photo then, never written on.</value>
    public bool Legend { get; set; } = true;

    /// <summary>
    /// Whether dark lines separate the classes. They grow with the photo: a pixel for each 500 of its short side, at least one.
    /// </summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Contours { get; set; } = true;

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One is out of range.</exception>
    internal void Validate()
    {
        if (Opacity is not (>= 0 and <= 1))
        {
            throw new OptionsException($"The overlay's opacity is {Opacity}; 0 (only the photo) to 1 (only colors) is allowed.");
        }
    }
}
