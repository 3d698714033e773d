using MaskClip.Errors;

namespace MaskClip;

/// <summary>
/// A Gaussian over the patch grid that is added to attention logits, so that near patches count more (NACLIP, section 3.2).
/// </summary>
/// <remarks>
/// <c>ω(i, j) = exp(-|p_i - p_j|² / 2σ²)</c> in patches, 1 at the patch itself, 0 from and to the class token. Nothing changes it after it
/// was made: safe to share between threads.
/// </remarks>
/// <param name="Sigma">σ in patches: 0.1 to 1000.</param>
/// <param name="ByNorms">
/// Whether ω is multiplied by <c>s · mean over heads of mean|q| · mean|k|</c>: about the size that query-key logits have (NACLIP's ablation
/// "nonly").
/// </param>
public sealed record NeighborBias(double Sigma, bool ByNorms = false)
{
    /// <summary>The bias of a grid: <c>[1 + rows·columns, 1 + rows·columns]</c>, class token first.</summary>
    /// <param name="sigma">σ in patches.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="prefix">Tokens before the patches, where there are others than the class token.</param>
    internal static float[] Table(double sigma, int rows, int columns, int prefix = 1)
    {
        float[] vertical = Gaussian(sigma, rows), horizontal = Gaussian(sigma, columns);
        int tokens = prefix + rows * columns;
        var table = new float[checked(tokens * tokens)];
        for (int from = 0; from < rows * columns; from++)
        {
            var (y, x) = Math.DivRem(from, columns);
            var line = table.AsSpan((prefix + from) * tokens + prefix, rows * columns);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    line[row * columns + column] = vertical[Math.Abs(row - y)] * horizontal[Math.Abs(column - x)];
                }
            }
        }

        return table;
    }

    /// <summary>Adds what is out of range.</summary>
    internal void Validate(List<string> errors) => AllowedRange.Check(errors, "σ of the neighbor bias", Sigma, 0.1, 1000);

    private static float[] Gaussian(double sigma, int length) =>
        [.. Enumerable.Range(0, length).Select(distance => (float)Math.Exp(-(double)distance * distance / (2 * sigma * sigma)))];
}
