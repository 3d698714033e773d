using MaskClip.Imaging;
using MaskClip.Scores;

namespace MaskClip.Results;

/// <summary>Checks what a result is made of by other segmenters than ours, and finds its regions.</summary>
internal static class SegmentationParts
{
    /// <summary>A copy of labels that are all classes or <see cref="Segmentation.Ignore"/>.</summary>
    /// <exception cref="ArgumentException">They do not fit the photo, or one is not a class.</exception>
    public static ushort[] Labels(int width, int height, Vocabulary vocabulary, ReadOnlySpan<ushort> labels)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (labels.Length != (long)width * height)
        {
            var error = $"A photo of {width}x{height} pixels has {(long)width * height} labels; {labels.Length} were given.";
            throw new ArgumentException($"{error} Give one for each pixel.", nameof(labels));
        }

        int classes = vocabulary.Classes.Count;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < classes || labels[i] == Segmentation.Ignore) continue;
            throw new ArgumentException(
                $"The label at column {i % width}, row {i / width} is {labels[i]}; 0 to {classes - 1}, the vocabulary's classes, " +
                $"and {Segmentation.Ignore} for none are allowed.",
                nameof(labels));
        }

        return labels.ToArray();
    }

    /// <summary>A copy of scores that fit their grid and are all 0..1.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static float[] Scores(Vocabulary vocabulary, ReadOnlySpan<float> scores, int gridWidth, int gridHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gridWidth);
        ArgumentOutOfRangeException.ThrowIfNegative(gridHeight);
        int classes = vocabulary.Classes.Count;
        if ((gridWidth == 0) != (gridHeight == 0) || scores.Length != (decimal)classes * gridWidth * gridHeight)
        {
            throw new ArgumentException(
                $"{classes} classes on a grid of {gridWidth}x{gridHeight} have {(decimal)classes * gridWidth * gridHeight} scores; " +
                $"{scores.Length} were given. Give scores and both sides of their grid, or none of them.",
                nameof(scores));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] is >= 0 and <= 1) continue;
            int cells = gridWidth * gridHeight;
            throw new ArgumentException(
                $"The score of class {i / cells} at cell {i % cells} is {scores[i]}; 0 to 1 is allowed.", nameof(scores));
        }

        return scores.ToArray();
    }

    /// <summary>
    /// The classes that labels have, with the mean of their scores, enlarged bilinearly, over their pixels; 1 without scores.
    /// </summary>
    public static IReadOnlyList<ClassRegion> Regions(
        int width, int height, Vocabulary vocabulary, ushort[] labels, float[] scores, int gridWidth, int gridHeight)
    {
        var tally = new RegionTally(vocabulary.Classes.Count);
        BilinearAxis down = BilinearAxis.For(Math.Max(1, gridHeight), height), across = BilinearAxis.For(Math.Max(1, gridWidth), width);
        int plane = gridWidth * gridHeight;
        for (int span = 0; span < down.Grid; span++)
        {
            for (int y = down.Start[span]; y < down.Start[span + 1]; y++)
            {
                for (int cell = 0; cell < across.Grid; cell++) AddCell(span, y, cell);
            }
        }

        return tally.Regions(vocabulary, labels.LongLength);

        void AddCell(int span, int y, int cell)
        {
            int to = across.Start[cell + 1];
            for (int from = across.Start[cell], end; from < to; from = end)
            {
                ushort label = labels[y * width + from];
                int other = labels.AsSpan(y * width + from, to - from).IndexOfAnyExcept(label);
                end = other < 0 ? to : from + other;
                if (label == Segmentation.Ignore) continue;
                tally.Add(label, y, from, end, plane == 0 ? end - from : Confidence(label, span, y, cell, from, end));
            }
        }

        double Confidence(int label, int span, int y, int cell, int from, int end)
        {
            int top = label * plane + span * gridWidth, bottom = label * plane + down.Upper(span) * gridWidth, right = across.Upper(cell);
            float fraction = down.Fraction[y];
            float first = scores[top + cell] + fraction * (scores[bottom + cell] - scores[top + cell]);
            float second = scores[top + right] + fraction * (scores[bottom + right] - scores[top + right]);
            return first * (double)(end - from) + (second - first) * (across.FractionSum[end] - across.FractionSum[from]);
        }
    }
}
