using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Review;

/// <summary>How unsure a result is, as a whole and in any part of it: where a person should look first.</summary>
/// <remarks>
/// Confidences are those of the result's grid; a pixel has its cell's. A result without scores is sure everywhere, as labels are that
/// nobody doubts. Immutable: safe to share between threads.
/// </remarks>
public sealed class PhotoUncertainty
{
    private readonly Segmentation result;
    private readonly Segmentation? other;
    private readonly float[] confidence, margin, entropy;
    private readonly int[] cellOfColumn, firstOfRow;

    private PhotoUncertainty(Segmentation result, Segmentation? other)
    {
        (this.result, this.other) = (result, other);
        int columns = Math.Max(1, result.GridWidth), rows = Math.Max(1, result.GridHeight);
        (confidence, margin, entropy) = CellUncertainty.Of(result);
        cellOfColumn = [.. Enumerable.Range(0, result.Width).Select(x => (int)((long)x * columns / result.Width))];
        firstOfRow = [.. Enumerable.Range(0, result.Height).Select(y => (int)((long)y * rows / result.Height) * columns)];
    }

    /// <summary>The measures that there are: all, or all but <see cref="UncertaintyMeasure.Disagreement"/>.</summary>
    public IEnumerable<UncertaintyMeasure> Measures =>
        Enum.GetValues<UncertaintyMeasure>().Where(measure => other is not null || measure != UncertaintyMeasure.Disagreement);

    /// <summary>Measures a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="other">What a second method says of the same photo and classes; <see langword="null"/> where none was asked.</param>
    /// <exception cref="ArgumentException">The two are of different sizes or numbers of classes.</exception>
    public static PhotoUncertainty Of(Segmentation result, Segmentation? other = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        bool fits = other is null || ((other.Width, other.Height) == (result.Width, result.Height)
            && other.Vocabulary.Classes.Count == result.Vocabulary.Classes.Count);
        return fits ? new PhotoUncertainty(result, other) : throw new ArgumentException(
            $"The results are {result.Width}x{result.Height} with {result.Vocabulary.Classes.Count} classes and "
            + $"{other!.Width}x{other.Height} with {other.Vocabulary.Classes.Count}; both must be of one photo and vocabulary.",
            nameof(other));
    }

    /// <summary>How unsure the whole photo is: the mean over its pixels, for the boundary over those at one.</summary>
    /// <param name="measure">How it is measured.</param>
    /// <returns>0 (sure) to 1.</returns>
    /// <exception cref="InvalidOperationException">No second result was given for the disagreement.</exception>
    public double Value(UncertaintyMeasure measure)
    {
        var (sum, count) = (0.0, 0L);
        for (int y = 0; y < result.Height; y++) Add(measure, new PixelRun(y, 0, result.Width), ref sum, ref count);
        return count == 0 ? 0 : sum / count;
    }

    /// <summary>How unsure a part of the photo is.</summary>
    /// <param name="measure">How it is measured.</param>
    /// <param name="region">The part.</param>
    /// <returns>0 (sure, or empty) to 1.</returns>
    /// <exception cref="ArgumentException">The part is of a photo of another size.</exception>
    /// <exception cref="InvalidOperationException">No second result was given for the disagreement.</exception>
    public double Value(UncertaintyMeasure measure, RegionMask region)
    {
        ArgumentNullException.ThrowIfNull(region);
        if ((region.Width, region.Height) != (result.Width, result.Height))
        {
            throw new ArgumentException(
                $"The region is of a photo of {region.Width}x{region.Height}, the result {result.Width}x{result.Height}.", nameof(region));
        }

        var (sum, count) = (0.0, 0L);
        foreach (var run in region.Runs) Add(measure, run, ref sum, ref count);
        return count == 0 ? 0 : sum / count;
    }

    /// <summary>The same annotations, the photo and each region with how unsure they are.</summary>
    /// <param name="photo">The annotations that the result makes.</param>
    /// <param name="measure">How it is measured.</param>
    public AnnotatedPhoto Mark(AnnotatedPhoto photo, UncertaintyMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return new AnnotatedPhoto(
            photo.Name, photo.Width, photo.Height, [.. photo.Regions.Select(region => region.WithUncertainty(Value(measure, region.Mask)))])
        {
            Void = photo.Void,
            Uncertainty = Value(measure),
            PhotoPath = photo.PhotoPath,
        };
    }

    private void Add(UncertaintyMeasure measure, PixelRun run, ref double sum, ref long count)
    {
        switch (measure)
        {
            case UncertaintyMeasure.Disagreement:
                var second = other ?? throw new InvalidOperationException("The disagreement needs the result of a second method.");
                ReadOnlySpan<ushort> labels = Labels(result, run), others = Labels(second, run);
                for (int i = 0; i < run.Length; i++) sum += labels[i] == others[i] ? 0 : 1;
                count += run.Length;
                break;
            case UncertaintyMeasure.Boundary:
                for (int x = run.X; x < run.X + run.Length; x++)
                {
                    if (!IsAtBoundary(x, run.Y)) continue;
                    sum += margin[firstOfRow[run.Y] + cellOfColumn[x]];
                    count++;
                }

                break;
            default:
                var cells = measure switch
                {
                    UncertaintyMeasure.Confidence => confidence,
                    UncertaintyMeasure.Margin => margin,
                    UncertaintyMeasure.Entropy => entropy,
                    _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "There is no such measure."),
                };
                for (int x = run.X; x < run.X + run.Length; x++) sum += cells[firstOfRow[run.Y] + cellOfColumn[x]];
                count += run.Length;
                break;
        }
    }

    private static ReadOnlySpan<ushort> Labels(Segmentation of, PixelRun run) => of.Labels.Slice(run.Y * of.Width + run.X, run.Length);

    private bool IsAtBoundary(int x, int y)
    {
        var labels = result.Labels;
        int at = y * result.Width + x;
        ushort own = labels[at];
        return (x > 0 && labels[at - 1] != own) || (x + 1 < result.Width && labels[at + 1] != own)
            || (y > 0 && labels[at - result.Width] != own) || (y + 1 < result.Height && labels[at + result.Width] != own);
    }
}
