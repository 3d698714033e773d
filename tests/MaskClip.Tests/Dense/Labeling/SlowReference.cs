
using MaskClip.Edges;
using MaskClip.Scores;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense.Labeling;

/// <summary>Labels a photo the slow way: whole volumes of doubles, one plain loop for each step that the papers' code has.</summary>
internal sealed class SlowReference(TextClassifier classifier, SegmentationOptions options, int height, int width)
{
    // Refinement's weights are exponentials of quotients: in single precision they are good to a few parts in ten thousand.
    private readonly double tolerance = options is { Pamr: null, GuidedFilter: null, Propagation: null } ? 1e-5
        : options.Propagation is null ? 2e-4 : 5e-3; // solved to a residual

    private readonly int[] classOfRow = classifier.SoftmaxOverRows
        ? classifier.ClassOfRow
        : [.. Enumerable.Range(0, classifier.Vocabulary.Classes.Count)];

    /// <summary>Probabilities <c>[rows][height][width]</c>, refined by nothing.</summary>
    public double[][,] Probabilities(IReadOnlyList<(PassPlan Plan, GridFeatures[][] Windows)> passes) => Scores(passes, raw: false);

    private double[][,] Scores(IReadOnlyList<(PassPlan Plan, GridFeatures[][] Windows)> passes, bool raw)
    {
        var mean = New(height, width);
        var removed = Denoised(passes);
        foreach (var (plan, windows) in passes)
        {
            var sum = New(plan.Rows.Input, plan.Columns.Input);
            var count = new int[plan.Rows.Input, plan.Columns.Input];
            for (int r = 0; r < windows.Length; r++)
            {
                for (int c = 0; c < windows[r].Length; c++)
                {
                    var grid = Smoothed(Cosines(windows[r][c], plan, removed), windows[r][c], plan);
                    var window = SlowPlanes.Resize(grid, plan.Rows.Length, plan.Columns.Length);
                    for (int q = 0; q < grid.Length; q++)
                    {
                        for (int y = 0; y < plan.Rows.Length; y++)
                        {
                            for (int x = 0; x < plan.Columns.Length; x++)
                                sum[q][plan.Rows.Starts[r] + y, plan.Columns.Starts[c] + x] += window[q][y, x];
                        }
                    }

                    for (int y = 0; y < plan.Rows.Length; y++)
                    {
                        for (int x = 0; x < plan.Columns.Length; x++) count[plan.Rows.Starts[r] + y, plan.Columns.Starts[c] + x]++;
                    }
                }
            }

            foreach (var plane in sum)
            {
                for (int y = 0; y < plan.Rows.Input; y++)
                {
                    for (int x = 0; x < plan.Columns.Input; x++) plane[y, x] /= count[y, x];
                }
            }

            var photo = plan.Direct
                ? SlowPlanes.Resize(Smoothed(Cosines(windows[0][0], plan, removed), windows[0][0], plan), height, width)
                : SlowPlanes.Resize(sum, height, width);
            if (!raw) Normalize(photo);
            for (int q = 0; q < photo.Length; q++)
            {
                for (int y = 0; y < height; y++)
                {
                    for (int x = 0; x < width; x++) mean[q][y, x] += photo[q][y, plan.Mirrored ? width - 1 - x : x] / passes.Count;
                }
            }
        }

        return mean;
    }

    /// <summary>The same, refined as asked.</summary>
    public double[][,] Refined(IReadOnlyList<(PassPlan Plan, GridFeatures[][] Windows)> passes, RgbImage photo)
    {
        double[][,] At(int rows, int columns) => new SlowReference(classifier, options, rows, columns).Probabilities(passes);
        var refinement = new SlowRefinement([.. passes.Select(pass => pass.Plan)], photo, At, options.KeySmoothing is null);
        return options switch
        {
            { Pamr: { } pamr } => refinement.Pamr(pamr),
            { GuidedFilter: { } filter } => refinement.Guided(filter),
            { Propagation.Released: { } input } => Released(passes, photo, input),
            { Propagation: { } propagation } => refinement.Propagated(propagation),
            _ => Probabilities(passes),
        };
    }

    // PEARL's own code on raw scores of the input's size; the formula itself is held to its golden numbers elsewhere.
    private double[][,] Released(
        IReadOnlyList<(PassPlan Plan, GridFeatures[][] Windows)> passes, RgbImage photo, (float[] Mean, float[] Std) input)
    {
        int high = passes[0].Plan.Rows.Input, wide = passes[0].Plan.Columns.Input;
        int down = ReleasedPropagation.Step(high), across = ReleasedPropagation.Step(wide), rows = high / down, columns = wide / across;
        var raw = new SlowReference(classifier, options, high, wide).Scores(passes, raw: true);
        var colors = SlowPlanes.Colors(photo.Resize(wide, high, ResampleFilter.Bilinear))
            .Select((plane, c) => SlowPlanes.Map(plane, value => (value - input.Mean[c]) / input.Std[c]));
        float[] Averaged(IEnumerable<double[,]> planes) => [.. planes.SelectMany(plane =>
            from y in Enumerable.Range(0, rows)
            from x in Enumerable.Range(0, columns)
            select (float)(from i in Enumerable.Range(0, down)
                           from j in Enumerable.Range(0, across)
                           select plane[y * down + i, x * across + j]).Average())];
        var texts = classOfRow.Select((label, q) => Text(q, label)).SelectMany(row => row).ToArray();
        var scores = Averaged(raw);
        var affinities = ReleasedPropagation.Affinities(texts, classifier.Size);
        new ReleasedPropagation(Averaged(colors), scores, affinities, rows, columns).Apply(scores);
        var result = SlowPlanes.Resize(
            [
                .. classOfRow.Select((_, q) =>
                {
                    var plane = new double[rows, columns];
                    for (int i = 0; i < rows * columns; i++) plane[i / columns, i % columns] = scores[q * rows * columns + i];
                    return plane;
                }),
            ],
            height,
            width);
        if (options.KeySmoothing is null) Softmax(result);
        return result;
    }

    private float[] Text(int row, int label)
    {
        int[] own = classifier.SoftmaxOverRows ? [row]
            : [.. Enumerable.Range(0, classifier.ClassOfRow.Length).Where(i => classifier.ClassOfRow[i] == label)];
        return [.. Enumerable.Range(0, classifier.Size).Select(k => own.Sum(i => classifier.Rows[i * classifier.Size + k]))];
    }

    /// <summary>Labels, how sure each is, and whether it is so close to another that rounding may decide.</summary>
    public (int[,] Labels, double[,] Confidences, bool[,] Close) Labels(double[][,] probabilities)
    {
        var allowed = Enumerable.Repeat(true, classifier.Vocabulary.Classes.Count).ToArray();
        bool background = classifier.Vocabulary.Classes[0].IsBackground;
        if (options.AreaThreshold > 0)
        {
            var areas = new int[allowed.Length];
            foreach (int label in Best(probabilities, allowed).Labels) areas[label]++;
            int first = background ? 1 : 0, total = areas.Skip(first).Sum();
            for (int c = first; c < allowed.Length; c++) allowed[c] = areas[c] > options.AreaThreshold * total;
            if (!background && !allowed.Contains(true)) allowed[Array.IndexOf(areas, areas.Max())] = true;
        }

        var (labels, best, close) = Best(probabilities, allowed);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                close[y, x] |= Math.Abs(best[y, x] - options.BackgroundThreshold) < tolerance
                    || Math.Abs(best[y, x] - options.MinScore) < tolerance;
                if (best[y, x] < options.MinScore) labels[y, x] = Segmentation.Ignore;
                else if (best[y, x] < options.BackgroundThreshold && labels[y, x] != 0) (labels[y, x], best[y, x]) = (0, 1 - best[y, x]);
            }
        }

        return (labels, best, close);
    }

    private (int[,] Labels, double[,] Best, bool[,] Close) Best(double[][,] probabilities, bool[] allowed)
    {
        var labels = new int[height, width];
        var best = new double[height, width];
        var close = new bool[height, width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var classes = Enumerable.Range(0, probabilities.Length).Where(q => allowed[classOfRow[q]])
                    .GroupBy(q => classOfRow[q], q => probabilities[q][y, x])
                    .Select(group => (Class: group.Key, Value: group.Max()))
                    .OrderByDescending(one => one.Value).ToArray();
                (labels[y, x], best[y, x]) = classes[0];
                close[y, x] = classes.Length > 1 && classes[0].Value - classes[1].Value < tolerance;
            }
        }

        return (labels, best, close);
    }

    private bool[] Denoised(IReadOnlyList<(PassPlan Plan, GridFeatures[][] Windows)> passes)
    {
        var removed = new bool[classifier.Vocabulary.Classes.Count];
        if (options.PromptDenoising is not { } threshold) return removed;
        var best = new double[removed.Length];
        foreach (var (plan, windows) in passes)
        {
            foreach (var window in windows.SelectMany(row => row))
            {
                var grid = Cosines(window, plan, removed);
                Softmax(grid);
                for (int q = 0; q < grid.Length; q++) best[classOfRow[q]] = Math.Max(best[classOfRow[q]], grid[q].Cast<double>().Max());
            }
        }

        return [.. best.Select(value => value < threshold)];
    }

    private double[][,] Cosines(GridFeatures window, PassPlan plan, bool[] removed)
    {
        var result = New(plan.Rows.Cells, plan.Columns.Cells);
        for (int y = 0; y < plan.Rows.Cells; y++)
        {
            for (int x = 0; x < plan.Columns.Cells; x++)
            {
                var feature = window.Features.Span.Slice((y * plan.Columns.Cells + x) * classifier.Size, classifier.Size);
                foreach (var plane in result) plane[y, x] = -100;
                for (int row = 0; row < classifier.ClassOfRow.Length; row++)
                {
                    double cosine = 0;
                    for (int i = 0; i < classifier.Size; i++) cosine += (double)feature[i] * classifier.Rows[row * classifier.Size + i];
                    int q = classifier.SoftmaxOverRows ? row : classifier.ClassOfRow[row];
                    result[q][y, x] = Math.Max(result[q][y, x], cosine);
                }

                for (int q = 0; q < result.Length; q++)
                {
                    if (removed[classOfRow[q]]) result[q][y, x] = -100;
                }
            }
        }

        return result;
    }

    private double[][,] Smoothed(double[][,] cosines, GridFeatures window, PassPlan plan)
    {
        if (options.KeySmoothing is not { } threshold) return cosines;
        Softmax(cosines);
        int positions = plan.Rows.Cells * plan.Columns.Cells, size = window.Key.Length / positions, columns = plan.Columns.Cells;
        var result = New(plan.Rows.Cells, columns);
        double Cosine(int i, int j)
        {
            double product = 0, first = 0, second = 0;
            for (int k = 0; k < size; k++)
            {
                double a = window.Key.Span[i * size + k], b = window.Key.Span[j * size + k];
                (product, first, second) = (product + a * b, first + a * a, second + b * b);
            }

            return product / Math.Sqrt(first * second);
        }

        for (int i = 0; i < positions; i++)
        {
            bool sure = cosines.Max(plane => plane[i / columns, i % columns]) >= threshold;
            for (int q = 0; q < cosines.Length; q++)
            {
                if (sure) result[q][i / columns, i % columns] = cosines[q][i / columns, i % columns];
                else
                    for (int j = 0; j < positions; j++)
                        result[q][i / columns, i % columns] += Cosine(i, j) * cosines[q][j / columns, j % columns];
            }
        }

        return result;
    }

    private void Normalize(double[][,] planes)
    {
        if (options.KeySmoothing is null)
        {
            Softmax(planes);
            return;
        }

        for (int y = 0; y < planes[0].GetLength(0); y++)
        {
            for (int x = 0; x < planes[0].GetLength(1); x++)
            {
                double sum = Math.Max(1e-12, planes.Sum(plane => Math.Max(0, plane[y, x])));
                foreach (var plane in planes) plane[y, x] = Math.Max(0, plane[y, x]) / sum;
            }
        }
    }

    private void Softmax(double[][,] planes)
    {
        for (int y = 0; y < planes[0].GetLength(0); y++)
        {
            for (int x = 0; x < planes[0].GetLength(1); x++)
            {
                double top = planes.Max(plane => plane[y, x]), sum = planes.Sum(plane => Math.Exp(options.Scale * (plane[y, x] - top)));
                foreach (var plane in planes) plane[y, x] = Math.Exp(options.Scale * (plane[y, x] - top)) / sum;
            }
        }
    }

    private double[][,] New(int rows, int columns) => [.. classOfRow.Select(_ => new double[rows, columns])];
}
