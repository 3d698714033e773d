namespace MaskClip.Labels;

/// <summary>The best class of every pixel from scores on a coarser grid.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class FullSizeLabels
{
    /// <summary>Labels every pixel by bilinearly interpolated scores (half-pixel centers), without a score volume of that size.</summary>
    /// <param name="scores"><c>[classes, rows, columns]</c>; the greatest wins, the first among equals.</param>
    /// <param name="classes">1 to <see cref="Vocabulary.MaxClasses"/>.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <returns>
    /// Class indices, row by row: <c>[height, width]</c>; <see cref="Segmentation.Ignore"/> where scores are not numbers.
    /// </returns>
    /// <exception cref="ArgumentException">The scores are not as many as classes, rows and columns say.</exception>
    public static ushort[] Of(float[] scores, int classes, int rows, int columns, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Length != (long)classes * rows * columns)
        {
            throw new ArgumentException(
                $"{classes} classes on a grid of {columns}x{rows} have {(long)classes * rows * columns} scores; {scores.Length} are given.",
                nameof(scores));
        }

        return FullSizeArgmax.Run(scores, scores, classes, rows, columns, height, width).Labels;
    }
}
