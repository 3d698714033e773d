using MaskClip.Dense;

namespace MaskClip.Tests.Dense.Labelling;

/// <summary>Labels a photo the slow way: whole volumes of doubles, one plain loop for each step that the papers' code has.</summary>
internal sealed class SlowReference(TextClassifier classifier, SegmentationOptions options, int height, int width)
{
    // Refinement's weights are exponentials of quotients: in single precision they are good to a few parts in ten thousand.
    private readonly double tolerance = options is { Pamr: null, GuidedFilter: null } ? 1e-5 : 2e-4;

    private readonly int[] classOfRow = classifier.SoftmaxOverRows ? classifier.ClassOfRow : [.. Enumerable.Range(0, classifier.Vocabulary.Classes.Count)];

    /// <summary>Probabilities <c>[rows][height][width]</c>, refined by nothing.</summary>
    public double[][,] Probabilities(IReadOnlyList<(PassPlan Plan, GridFeatures[][] Windows)> passes)
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
                    var window = Resize(grid, plan.Rows.Length, plan.Columns.Length);
                    for (int q = 0; q < grid.Length; q++)
                    {
                        for (int y = 0; y < plan.Rows.Length; y++)
                        {
                            for (int x = 0; x < plan.Columns.Length; x++) sum[q][plan.Rows.Starts[r] + y, plan.Columns.Starts[c] + x] += window[q][y, x];
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

            var photo = plan.Direct ? Resize(Smoothed(Cosines(windows[0][0], plan, removed), windows[0][0], plan), height, width) : Resize(sum, height, width);
            Normalise(photo);
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

    /// <summary>The same, refined by PAMR.</summary>
    public double[][,] Refined(IReadOnlyList<(PassPlan Plan, GridFeatures[][] Windows)> passes, RgbImage photo)
    {
        // At the photo's size, or at twice the size at which it was embedded where that is smaller.
        double factor = Math.Min(1, Math.Sqrt(passes.Max(pass => 4.0 * pass.Plan.Columns.Input * pass.Plan.Rows.Input) / (width * height)));
        int rows = Math.Max(1, (int)(height * factor + 0.5)), columns = Math.Max(1, (int)(width * factor + 0.5));
        var planes = new SlowReference(classifier, options, rows, columns).Probabilities(passes);
        bool logarithms = options.KeySmoothing is null;
        if (logarithms) planes = [.. planes.Select(plane => Map(plane, value => Math.Log(Math.Max(value, 1e-35))))];
        var picture = photo.Resize(columns, rows, ResampleFilter.Bilinear);
        var weights = new Dictionary<(int, int), (int Y, int X, double Weight)[]>();
        for (int i = 0; i < rows * columns; i++) weights.Add((i / columns, i % columns), Neighbours(picture, i / columns, i % columns));
        for (int i = 0; i < options.Pamr!.Iterations; i++)
        {
            planes = [.. planes.Select(plane =>
            {
                var next = new double[rows, columns];
                foreach (var ((y, x), neighbours) in weights) next[y, x] = neighbours.Sum(one => one.Weight * plane[one.Y, one.X]);
                return next;
            })];
        }

        return Shares(Resize(planes, height, width), logarithms);
    }

    /// <summary>The same, through the guided filter.</summary>
    public double[][,] Guided(IReadOnlyList<(PassPlan Plan, GridFeatures[][] Windows)> passes, RgbImage photo)
    {
        int Points(Func<PassPlan, WindowAxis> axis) => passes.Max(pass => Math.Max(1, (int)Math.Round((double)axis(pass.Plan).Input * axis(pass.Plan).Cells * 4 / axis(pass.Plan).Padded)));
        int rows = Points(plan => plan.Rows), columns = Points(plan => plan.Columns), radius = Math.Max(1, (int)Math.Round(4 * options.GuidedFilter!.Radius));
        var planes = new SlowReference(classifier, options, rows, columns).Probabilities(passes);
        bool logarithms = options.KeySmoothing is null;
        if (logarithms) planes = [.. planes.Select(plane => Map(plane, value => Math.Log(Math.Max(value, 1e-35))))];
        double[][,] guide = Colours(photo.Resize(columns, rows, ResampleFilter.Bilinear)), colours = Colours(photo);
        double[,] Box(double[,] plane) => new SlowBox(radius).Mean(plane);
        double[,] Times(double[,] a, double[,] b) => Combine(a, b, (x, y) => x * y);
        var mean = guide.Select(Box).ToArray();
        planes = [.. planes.Select(plane =>
        {
            var own = Box(plane);
            var coefficients = Enumerable.Range(0, 4).Select(_ => new double[rows, columns]).ToArray();
            var covariance = guide.Select((channel, c) => Combine(Box(Times(channel, plane)), Times(mean[c], own), (x, y) => x - y)).ToArray();
            var colour = guide.Select((a, i) => guide.Select((b, j) => Combine(Box(Times(a, b)), Times(mean[i], mean[j]), (x, y) => x - y)).ToArray()).ToArray();
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    var matrix = new double[3, 4];
                    for (int i = 0; i < 3; i++)
                    {
                        for (int j = 0; j < 3; j++) matrix[i, j] = colour[i][j][y, x] + (i == j ? options.GuidedFilter.Epsilon : 0);
                        matrix[i, 3] = covariance[i][y, x];
                    }

                    var solved = Solve(matrix);
                    for (int c = 0; c < 3; c++) coefficients[c][y, x] = solved[c];
                    coefficients[3][y, x] = own[y, x] - solved.Select((value, c) => value * mean[c][y, x]).Sum();
                }
            }

            var enlarged = Resize([.. coefficients.Select(Box)], height, width);
            var result = enlarged[3];
            for (int c = 0; c < 3; c++) result = Combine(result, Times(enlarged[c], colours[c]), (x, y) => x + y);
            return result;
        })];
        return Shares(planes, logarithms);
    }

    private double[][,] Shares(double[][,] planes, bool logarithms)
    {
        if (!logarithms) return planes;
        planes = [.. planes.Select(plane => Map(plane, Math.Exp))];
        var sum = planes.Aggregate(new double[height, width], (total, plane) => Combine(total, plane, (x, y) => x + y));
        return [.. planes.Select(plane => Combine(plane, sum, (x, y) => x / y))];
    }

    private static double[][,] Colours(RgbImage picture) => [.. Enumerable.Range(0, 3).Select(c =>
    {
        var plane = new double[picture.Height, picture.Width];
        for (int i = 0; i < picture.Height * picture.Width; i++) plane[i / picture.Width, i % picture.Width] = picture.Data[3 * i + c] / 255.0;
        return plane;
    })];

    /// <summary>Gauss's elimination with pivots.</summary>
    private static double[] Solve(double[,] matrix)
    {
        for (int i = 0; i < 3; i++)
        {
            int pivot = Enumerable.Range(i, 3 - i).MaxBy(row => Math.Abs(matrix[row, i]));
            for (int j = 0; j < 4; j++) (matrix[i, j], matrix[pivot, j]) = (matrix[pivot, j], matrix[i, j]);
            for (int row = 0; row < 3; row++)
            {
                if (row == i) continue;
                double factor = matrix[row, i] / matrix[i, i];
                for (int j = i; j < 4; j++) matrix[row, j] -= factor * matrix[i, j];
            }
        }

        return [matrix[0, 3] / matrix[0, 0], matrix[1, 3] / matrix[1, 1], matrix[2, 3] / matrix[2, 2]];
    }

    private static double[,] Combine(double[,] a, double[,] b, Func<double, double, double> change)
    {
        var result = new double[a.GetLength(0), a.GetLength(1)];
        for (int y = 0; y < a.GetLength(0); y++)
        {
            for (int x = 0; x < a.GetLength(1); x++) result[y, x] = change(a[y, x], b[y, x]);
        }

        return result;
    }

    private (int Y, int X, double Weight)[] Neighbours(RgbImage picture, int y, int x)
    {
        (int Y, int X)[] places = [.. from distance in options.Pamr!.Dilations
                                      from dy in new[] { -1, 0, 1 }
                                      from dx in new[] { -1, 0, 1 }
                                      select (Math.Clamp(y + dy * distance, 0, picture.Height - 1), Math.Clamp(x + dx * distance, 0, picture.Width - 1))];
        double Value((int Y, int X) place, int channel) => picture.Data[3 * (place.Y * picture.Width + place.X) + channel] / 255.0;
        var around = places.Where((_, i) => i % 9 != 4).ToArray();
        var likeness = new double[around.Length];
        for (int channel = 0; channel < 3; channel++)
        {
            double mean = places.Average(place => Value(place, channel));
            double deviation = Math.Sqrt(places.Sum(place => Math.Pow(Value(place, channel) - mean, 2)) / (places.Length - 1));
            for (int n = 0; n < around.Length; n++) likeness[n] -= Math.Abs(Value(around[n], channel) - Value((y, x), channel)) / (1e-8 + 0.1 * deviation) / 3;
        }

        double sum = likeness.Sum(Math.Exp);
        return [.. around.Select((place, n) => (place.Y, place.X, Math.Exp(likeness[n]) / sum))];
    }

    private static double[,] Map(double[,] plane, Func<double, double> change) => Combine(plane, plane, (value, _) => change(value));

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
                close[y, x] |= Math.Abs(best[y, x] - options.BackgroundThreshold) < tolerance || Math.Abs(best[y, x] - options.MinScore) < tolerance;
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
                else for (int j = 0; j < positions; j++) result[q][i / columns, i % columns] += Cosine(i, j) * cosines[q][j / columns, j % columns];
            }
        }

        return result;
    }

    private void Normalise(double[][,] planes)
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
                double top = planes.Max(plane => plane[y, x]), sum = planes.Sum(plane => Math.Exp(options.LogitScale * (plane[y, x] - top)));
                foreach (var plane in planes) plane[y, x] = Math.Exp(options.LogitScale * (plane[y, x] - top)) / sum;
            }
        }
    }

    private double[][,] New(int rows, int columns) => [.. classOfRow.Select(_ => new double[rows, columns])];

    /// <summary>PyTorch's <c>interpolate(mode="bilinear", align_corners=False)</c>.</summary>
    private static double[][,] Resize(double[][,] planes, int rows, int columns)
    {
        int oldRows = planes[0].GetLength(0), oldColumns = planes[0].GetLength(1);
        return [.. planes.Select(plane =>
        {
            var result = new double[rows, columns];
            for (int y = 0; y < rows; y++)
            {
                double down = Math.Max(0, (y + 0.5) * oldRows / rows - 0.5);
                int top = (int)down, bottom = Math.Min(top + 1, oldRows - 1);
                for (int x = 0; x < columns; x++)
                {
                    double along = Math.Max(0, (x + 0.5) * oldColumns / columns - 0.5);
                    int left = (int)along, right = Math.Min(left + 1, oldColumns - 1);
                    double fy = down - top, fx = along - left;
                    result[y, x] = (1 - fy) * ((1 - fx) * plane[top, left] + fx * plane[top, right]) + fy * ((1 - fx) * plane[bottom, left] + fx * plane[bottom, right]);
                }
            }

            return result;
        })];
    }
}

/// <summary>Means over squares that are cut off at the border, pixel by pixel.</summary>
internal sealed class SlowBox(int radius)
{
    public double[,] Mean(double[,] plane)
    {
        int rows = plane.GetLength(0), columns = plane.GetLength(1);
        var result = new double[rows, columns];
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                int count = 0;
                for (int v = Math.Max(0, y - radius); v <= Math.Min(rows - 1, y + radius); v++)
                {
                    for (int u = Math.Max(0, x - radius); u <= Math.Min(columns - 1, x + radius); u++, count++) result[y, x] += plane[v, u];
                }

                result[y, x] /= count;
            }
        }

        return result;
    }
}
