using System.ComponentModel.DataAnnotations;

namespace MaskClip;

/// <summary>How <see cref="HeatMap"/> paints a class's confidences over a photo.</summary>
/// <remarks>
/// The call that takes them reads them before it paints: later changes do not reach it. Change them from one thread at a time.
/// </remarks>
public sealed record HeatMapOptions
{
    /// <summary>How much the colors cover the photo.</summary>
    /// <value>0 (only the photo) to 1 (only colors). The default value is 0.65: the photo stays recognizable.</value>
    [Range(0.0, 1.0)]
    public double Opacity { get; set; } = 0.65;

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One is out of range.</exception>
    internal void Validate()
    {
        if (Opacity is not (>= 0 and <= 1))
        {
            throw new OptionsException($"The heat map's opacity is {Opacity}; 0 (only the photo) to 1 (only colors) is allowed.");
        }
    }
}
