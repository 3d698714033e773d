
using MaskClip.Edges;
using MaskClip.Scores;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense.Labeling;

/// <summary>Refinement along a photo's edges the slow way.</summary>
/// <param name="plans">The photo's passes.</param>
/// <param name="photo">The photo.</param>
/// <param name="probabilities">Gives the probabilities of all rows at a size.</param>
/// <param name="logarithms">Whether their logarithms are refined, or they themselves.</param>
internal sealed class SlowRefinement(
    IReadOnlyList<PassPlan> plans, RgbImage photo, Func<int, int, double[][,]> probabilities, bool logarithms)
{
    /// <summary>Probabilities refined by PAMR.</summary>
    public double[][,] Pamr(PamrOptions options)
    {
        // At the photo's size, or at twice the size at which it was embedded where that is smaller.
        double factor = Math.Min(
            1, Math.Sqrt(plans.Max(plan => 4.0 * plan.Columns.Input * plan.Rows.Input) / (photo.Width * photo.Height)));
        int rows = Math.Max(1, (int)(photo.Height * factor + 0.5)), columns = Math.Max(1, (int)(photo.Width * factor + 0.5));
        var planes = Planes(rows, columns);
        var picture = photo.Resize(columns, rows, ResampleFilter.Bilinear);
        var weights = new Dictionary<(int, int), (int Y, int X, double Weight)[]>();
        for (int i = 0; i < rows * columns; i++)
            weights.Add((i / columns, i % columns), Neighbors(picture, i / columns, i % columns, options.Dilations));
        for (int i = 0; i < options.Iterations; i++)
        {
            planes = [.. planes.Select(plane =>
            {
                var next = new double[rows, columns];
                foreach (var ((y, x), neighbors) in weights) next[y, x] = neighbors.Sum(one => one.Weight * plane[one.Y, one.X]);
                return next;
            })];
        }

        return Shares(SlowPlanes.Resize(planes, photo.Height, photo.Width));
    }

    /// <summary>Probabilities refined by the guided filter.</summary>
    public double[][,] Guided(GuidedFilterOptions options)
    {
        int Points(Func<PassPlan, WindowAxis> axis) =>
            plans.Max(plan => Math.Max(1, (int)Math.Round((double)axis(plan).Input * axis(plan).Cells * 4 / axis(plan).Padded)));
        int rows = Points(plan => plan.Rows), columns = Points(plan => plan.Columns), radius = Math.Max(
            1, (int)Math.Round(4 * options.Radius));
        double[][,] guide = SlowPlanes.Colors(photo.Resize(columns, rows, ResampleFilter.Bilinear)), colors = SlowPlanes.Colors(photo);
        var filter = new SlowGuidedFilter(guide, radius, options.Epsilon);
        return Shares([.. Planes(rows, columns).Select(plane =>
        {
            var enlarged = SlowPlanes.Resize(filter.Coefficients(plane), photo.Height, photo.Width);
            var result = enlarged[3];
            for (int c = 0; c < 3; c++)
                result = SlowPlanes.Combine(result, SlowPlanes.Combine(enlarged[c], colors[c], (x, y) => x * y), (x, y) => x + y);
            return result;
        })]);
    }

    /// <summary>Probabilities propagated over the photo: the linear system by relaxation, until nothing moves.</summary>
    public double[][,] Propagated(PropagationOptions options)
    {
        int Points(Func<PassPlan, WindowAxis> axis) =>
            plans.Max(plan => Math.Max(1, (int)Math.Round((double)axis(plan).Input * axis(plan).Cells * 4 / axis(plan).Padded)));
        int rows = Points(plan => plan.Rows), columns = Points(plan => plan.Columns);
        // The documented bound of the grid: a photo of 60x1 pixels enlarged to 2100x35 has more points.
        double factor = Math.Min(1, Math.Sqrt(65_536 / ((double)rows * columns)));
        (rows, columns) = (Math.Max(1, (int)(rows * factor)), Math.Max(1, (int)(columns * factor)));
        double[][,] colors = SlowPlanes.Colors(photo.Resize(columns, rows, ResampleFilter.Bilinear));
        double Gray(int y, int x) => 0.299 * colors[0][y, x] + 0.587 * colors[1][y, x] + 0.114 * colors[2][y, x];
        Dictionary<(int, int, int, int), double> weights = [];
        foreach (var (down, across) in new[] { (0, 1), (1, 0) })
        {
            var edges = (from y in Enumerable.Range(0, rows - down)
                         from x in Enumerable.Range(0, columns - across)
                         select (Y: y, X: x, Step: Math.Abs(Gray(y + down, x + across) - Gray(y, x)))).ToArray();
            if (edges.Length == 0) continue;
            double mean = edges.Average(edge => edge.Step) + 1e-6;
            foreach (var (y, x, step) in edges)
            {
                double weight = Math.Exp(-options.Sharpness * step / mean);
                weights[(y, x, y + down, x + across)] = weight;
                weights[(y + down, x + across, y, x)] = weight;
            }
        }

        var neighbors = weights.ToLookup(pair => (pair.Key.Item1, pair.Key.Item2), pair => (pair.Key.Item3, pair.Key.Item4, pair.Value));
        return Shares(SlowPlanes.Resize(
            [.. Planes(rows, columns).Select(plane => Relaxed(plane, neighbors, options.DataWeight))], photo.Height, photo.Width));
    }

    private static double[,] Relaxed(double[,] plane, ILookup<(int, int), (int Y, int X, double Weight)> neighbors, double data)
    {
        var result = (double[,])plane.Clone();
        for (double most = 1; most > 1e-9;)
        {
            most = 0;
            for (int y = 0; y < plane.GetLength(0); y++)
            {
                for (int x = 0; x < plane.GetLength(1); x++)
                {
                    double sum = data * plane[y, x], weight = data;
                    foreach (var (otherY, otherX, own) in neighbors[(y, x)])
                    {
                        sum += own * result[otherY, otherX];
                        weight += own;
                    }

                    most = Math.Max(most, Math.Abs(sum / weight - result[y, x]));
                    result[y, x] = sum / weight;
                }
            }
        }

        return result;
    }

    private double[][,] Planes(int rows, int columns)
    {
        var planes = probabilities(rows, columns);
        return logarithms ? [.. planes.Select(plane => SlowPlanes.Map(plane, value => Math.Log(Math.Max(value, 1e-35))))] : planes;
    }

    private double[][,] Shares(double[][,] planes)
    {
        if (!logarithms) return planes;
        planes = [.. planes.Select(plane => SlowPlanes.Map(plane, Math.Exp))];
        var sum = planes.Aggregate((total, plane) => SlowPlanes.Combine(total, plane, (x, y) => x + y));
        return [.. planes.Select(plane => SlowPlanes.Combine(plane, sum, (x, y) => x / y))];
    }

    private static (int Y, int X, double Weight)[] Neighbors(RgbImage picture, int y, int x, IReadOnlyList<int> dilations)
    {
        (int Y, int X)[] places = [.. from distance in dilations
                                      from dy in new[] { -1, 0, 1 }
                                      from dx in new[] { -1, 0, 1 }
                                      select (
                                          Math.Clamp(y + dy * distance, 0, picture.Height - 1),
                                          Math.Clamp(x + dx * distance, 0, picture.Width - 1))];
        double Value((int Y, int X) place, int channel) => picture.Data[3 * (place.Y * picture.Width + place.X) + channel] / 255.0;
        var around = places.Where((_, i) => i % 9 != 4).ToArray();
        var likeness = new double[around.Length];
        for (int channel = 0; channel < 3; channel++)
        {
            double mean = places.Average(place => Value(place, channel));
            double deviation = Math.Sqrt(places.Sum(place => Math.Pow(Value(place, channel) - mean, 2)) / (places.Length - 1));
            for (int n = 0; n < around.Length; n++)
                likeness[n] -= Math.Abs(Value(around[n], channel) - Value((y, x), channel)) / (1e-8 + 0.1 * deviation) / 3;
        }

        double sum = likeness.Sum(Math.Exp);
        return [.. around.Select((place, n) => (place.Y, place.X, Math.Exp(likeness[n]) / sum))];
    }
}
