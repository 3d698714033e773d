using System.Buffers;
using System.Numerics;
using MaskClip.Imaging;
using MaskClip.Results;
using MaskClip.Scores;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>
/// The best class of every pixel from scores on the patch grid, in one pass and without a score volume of the photo's size.
/// </summary>
/// <remarks>
/// Between four grid points a bilinear score lies between the least and the greatest of its four corners. A class whose greatest corner is
/// below some other class's least corner cannot win there, so only the few that can are compared: the cost hardly depends on the number of
/// classes.
/// </remarks>
internal sealed class FullSizeArgmax
{
    // The winner where no class can win, as where scores are not numbers: such a pixel is unknown.
    private const int None = -1;

    private readonly float[] scores;
    private readonly float[] confidences;
    private readonly int classes;
    private readonly int[] classOfRow;
    private readonly BilinearAxis vertical;
    private readonly BilinearAxis horizontal;
    private readonly float minScore;
    private readonly ushort[] labels;
    private readonly RegionTally tally;
    private readonly BackgroundTally? words;
    private readonly int[] winners;
    private readonly float[] best;

    // The classes that can win in each cell of a row of the grid, and how many they are.
    private readonly int[] candidates;
    private readonly int[] counts;

    private FullSizeArgmax(
        float[] scores, float[] confidences, int[] classOfRow, (BilinearAxis, BilinearAxis) axes, float minScore, BackgroundTally? words)
    {
        var (vertical, horizontal) = axes;
        this.words = words;
        int classes = classOfRow.Length;
        this.classOfRow = classOfRow;
        this.scores = scores;
        this.confidences = confidences;
        this.classes = classes;
        this.vertical = vertical;
        this.horizontal = horizontal;
        this.minScore = minScore;
        labels = GC.AllocateUninitializedArray<ushort>(vertical.Size * horizontal.Size);
        tally = new RegionTally(classOfRow.Max() + 1);
        int pixels = horizontal.Size + Vector<float>.Count;
        winners = ArrayPool<int>.Shared.Rent(pixels);
        best = ArrayPool<float>.Shared.Rent(pixels);
        candidates = ArrayPool<int>.Shared.Rent(horizontal.Grid * classes);
        counts = ArrayPool<int>.Shared.Rent(horizontal.Grid);
    }

    /// <summary>Labels every pixel.</summary>
    /// <param name="scores"><c>[classes, rows, columns]</c>; the greatest wins, the first among equals.</param>
    /// <param name="confidences"><c>[classes, rows, columns]</c>, 0..1: what the winner's confidence is read from.</param>
    /// <param name="classes">1 to <see cref="Vocabulary.MaxClasses"/>.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="minScore">Pixels whose confidence is lower become <see cref="Segmentation.Ignore"/>.</param>
    public static (ushort[] Labels, RegionTally Regions) Run(
        float[] scores, float[] confidences, int classes, int rows, int columns, int height, int width, float minScore = 0) =>
        Run(
            scores,
            confidences,
            [.. Enumerable.Range(0, classes)],
            BilinearAxis.For(rows, height),
            BilinearAxis.For(columns, width),
            minScore,
            words: null);

    /// <summary>Labels every pixel of a photo by its scores on a grid whose positions are the middles of its cells.</summary>
    public static Segmentation Segment(
        GridScores scores, float[] confidences, int columns, RgbImage photo, Vocabulary vocabulary, float minScore)
    {
        int rows = scores.Positions / columns;
        return Segment(scores, confidences, WindowAxis.Whole(rows, 1, 1), WindowAxis.Whole(columns, 1, 1), photo, vocabulary, minScore);
    }

    /// <summary>Labels every pixel of a photo by its scores on the grid of one window.</summary>
    /// <param name="scores">Scores.</param>
    /// <param name="confidences">Probabilities of classes at the same positions, <c>[classes, rows, columns]</c>.</param>
    /// <param name="down">The window's rows.</param>
    /// <param name="across">The window's columns.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="minScore">Pixels whose confidence is lower become <see cref="Segmentation.Ignore"/>.</param>
    public static Segmentation Segment(
        GridScores scores, float[] confidences, WindowAxis down, WindowAxis across, RgbImage photo, Vocabulary vocabulary, float minScore)
    {
        int rows = down.Cells, columns = across.Cells;
        var words = BackgroundTally.For(vocabulary, scores.ClassOfRow);
        var (labels, regions) = Run(
            scores.Values,
            confidences,
            scores.ClassOfRow.ToArray(),
            BilinearAxis.For(rows, photo.Height, down.Shift),
            BilinearAxis.For(columns, photo.Width, across.Shift),
            minScore,
            words);
        // What is shown has its positions in the middles of its cells.
        if (down.Shift != 0 || across.Shift != 0) confidences = Centered(confidences, down, across);
        return new Segmentation(
            photo.Width, photo.Height, vocabulary, labels, regions.Regions(vocabulary, labels.LongLength), confidences, columns, rows)
        {
            NoneConfident = scores.NoneConfident,
            BackgroundWords = words?.Regions(labels.LongLength) ?? [],
        };
    }

    private static (ushort[] Labels, RegionTally Regions) Run(
        float[] scores,
        float[] confidences,
        int[] classOfRow,
        BilinearAxis vertical,
        BilinearAxis horizontal,
        float minScore,
        BackgroundTally? words)
    {
        var argmax = new FullSizeArgmax(scores, confidences, classOfRow, (vertical, horizontal), minScore, words);
        for (int span = 0; span < vertical.Grid; span++) argmax.LabelSpan(span);
        argmax.ReturnBuffers();
        return (argmax.labels, argmax.tally);
    }

    private static float[] Centered(float[] confidences, WindowAxis down, WindowAxis across)
    {
        int rows = down.Cells, columns = across.Cells, plane = rows * columns;
        AxisTaps vertical = AxisTaps.Create(down, direct: true, mirrored: false, rows), horizontal = AxisTaps.Create(
            across, direct: true, mirrored: false, columns);
        var result = new float[confidences.Length];
        var line = new float[columns];
        for (int row = 0; row < result.Length / columns; row++)
        {
            line.AsSpan().Clear();
            var indices = vertical.Indices(row % rows);
            var weights = vertical.Weights(row % rows);
            for (int i = 0; i < indices.Length; i++)
            {
                var source = confidences.AsSpan(row / rows * plane + indices[i] * columns, columns);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(source, weights[i], line, line);
            }

            horizontal.Apply(line, 0, 0, result.AsSpan(row * columns, columns));
        }

        return result;
    }

    private void ReturnBuffers()
    {
        ArrayPool<int>.Shared.Return(winners);
        ArrayPool<float>.Shared.Return(best);
        ArrayPool<int>.Shared.Return(candidates);
        ArrayPool<int>.Shared.Return(counts);
    }

    private void LabelSpan(int span)
    {
        int from = vertical.Start[span], to = vertical.Start[span + 1];
        if (from == to) return;
        for (int cell = 0; cell < horizontal.Grid; cell++) FindCandidates(span, cell);
        for (int y = from; y < to; y++)
        {
            for (int cell = 0; cell < horizontal.Grid; cell++)
            {
                if (horizontal.Start[cell] < horizontal.Start[cell + 1]) CompareCandidates(span, cell, vertical.Fraction[y]);
            }

            for (int cell = 0; cell < horizontal.Grid; cell++) WriteRuns(span, cell, y);
        }
    }

    private void FindCandidates(int span, int cell)
    {
        int count = 0;
        float least = float.NegativeInfinity;
        for (int c = 0; c < classes; c++)
        {
            var (a, b, d, e) = Corners(scores, c, span, cell);
            least = Math.Max(least, Math.Min(Math.Min(a, b), Math.Min(d, e)));
        }

        // Interpolation may round past a corner by a last digit; the slack keeps such ties.
        least -= 1e-6f * (1 + Math.Abs(least));
        for (int c = 0; c < classes; c++)
        {
            var (a, b, d, e) = Corners(scores, c, span, cell);
            if (Math.Max(Math.Max(a, b), Math.Max(d, e)) >= least) candidates[cell * classes + count++] = c;
        }

        counts[cell] = count;
    }

    /// <summary>
    /// Fills <see cref="winners"/> over one cell's pixels. May write a few entries past it: the next cell overwrites them.
    /// </summary>
    private void CompareCandidates(int span, int cell, float down)
    {
        int from = horizontal.Start[cell], to = horizontal.Start[cell + 1];
        var list = candidates.AsSpan(cell * classes, counts[cell]);
        if (list.Length <= 1)
        {
            winners.AsSpan(from, to - from).Fill(list.Length == 1 ? list[0] : None);
            return;
        }

        for (int n = 0; n < list.Length; n++)
        {
            var (left, right) = Edges(scores, list[n], span, cell, down);
            var start = new Vector<float>(left);
            var slope = new Vector<float>(right - left);
            var label = new Vector<int>(list[n]);
            for (int x = from; x < to; x += Vector<float>.Count)
            {
                var value = start + slope * new Vector<float>(horizontal.Fraction, x);
                if (n == 0)
                {
                    value.CopyTo(best, x);
                    label.CopyTo(winners, x);
                    continue;
                }

                var former = new Vector<float>(best, x);
                var better = Vector.GreaterThan(value, former);
                Vector.ConditionalSelect(better, value, former).CopyTo(best, x);
                Vector.ConditionalSelect(better, label, new Vector<int>(winners, x)).CopyTo(winners, x);
            }
        }
    }

    private void WriteRuns(int span, int cell, int y)
    {
        int to = horizontal.Start[cell + 1], row = y * horizontal.Size;
        for (int x = horizontal.Start[cell]; x < to;)
        {
            int label = winners[x], end = x + 1;
            while (end < to && winners[end] == label) end++;
            if (label == None)
            {
                labels.AsSpan(row + x, end - x).Fill(Segmentation.Ignore);
                x = end;
                continue;
            }

            var (left, right) = Edges(confidences, classOfRow[label], span, cell, vertical.Fraction[y]);
            if (minScore <= 0) Keep(label, row, y, x, end, left, right);
            else KeepConfident(label, row, y, x, end, left, right);
            x = end;
        }
    }

    private void Keep(int winner, int row, int y, int from, int to, float left, float right)
    {
        int label = classOfRow[winner];
        labels.AsSpan(row + from, to - from).Fill((ushort)label);
        double sum = left * (double)(to - from) + (right - left) * (horizontal.FractionSum[to] - horizontal.FractionSum[from]);
        tally.Add(label, y, from, to, sum);
        words?.Add(winner, y, from, to, sum);
    }

    private void KeepConfident(int winner, int row, int y, int from, int to, float left, float right)
    {
        int label = classOfRow[winner];
        for (int x = from; x < to; x++)
        {
            float confidence = left + (right - left) * horizontal.Fraction[x];
            bool sure = confidence >= minScore;
            labels[row + x] = sure ? (ushort)label : Segmentation.Ignore;
            if (!sure) continue;
            tally.Add(label, y, x, x + 1, confidence);
            words?.Add(winner, y, x, x + 1, confidence);
        }
    }

    private (float Left, float Right) Edges(float[] values, int c, int span, int cell, float down)
    {
        var (topLeft, topRight, bottomLeft, bottomRight) = Corners(values, c, span, cell);
        return (topLeft + down * (bottomLeft - topLeft), topRight + down * (bottomRight - topRight));
    }

    private (float TopLeft, float TopRight, float BottomLeft, float BottomRight) Corners(float[] values, int c, int span, int cell)
    {
        int columns = horizontal.Grid, plane = c * vertical.Grid * columns;
        int top = plane + span * columns, bottom = plane + vertical.Upper(span) * columns, right = horizontal.Upper(cell);
        return (values[top + cell], values[top + right], values[bottom + cell], values[bottom + right]);
    }
}
