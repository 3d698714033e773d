using System.Globalization;
using MaskClip.Errors;

namespace MaskClip;

/// <summary>
/// Each position averaged over similar ones nearby, with weights <c>softmax(strength · cos(k_i, k_j) - |p_i - p_j|² / 2 width²)</c>:
/// NACLIP's idea, with keys
/// from the stage before the last, less their mean over the photo.
/// </summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="Strength">Factor of the cosines, 0 to 100.</param>
/// <param name="Width">Width of the Gaussian, in positions: 0.1 to 1000.</param>
public sealed record SimilarPositions(double Strength = 3, double Width = 2.5) : PositionMixing
{
    /// <inheritdoc/>
    internal override string Formula =>
        string.Create(CultureInfo.InvariantCulture, $"SimilarPositions {{ Strength = {Strength}, Width = {Width} }}");

    /// <inheritdoc/>
    internal override void Validate(List<string> errors)
    {
        AllowedRange.Check(errors, "the strength of similar positions", Strength, 0, 100);
        AllowedRange.Check(errors, "the width of similar positions", Width, 0.1, 1000);
    }

    /// <summary><c>-|p_i - p_j|² / 2 width²</c> of a grid: <c>[rows·columns, rows·columns]</c>.</summary>
    internal float[] Distances(int rows, int columns)
    {
        int positions = rows * columns;
        double factor = -0.5 / (Width * Width);
        var table = new float[checked(positions * positions)];
        for (int from = 0; from < positions; from++)
        {
            var (y, x) = Math.DivRem(from, columns);
            for (int to = 0; to < positions; to++)
            {
                int down = to / columns - y, along = to % columns - x;
                table[from * positions + to] = (float)(factor * (down * down + along * along));
            }
        }

        return table;
    }
}
