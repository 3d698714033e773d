using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Windows;

/// <summary>For every pixel along one side of a result, the grid cells that it is made of and their weights.</summary>
/// <remarks>
/// All that lies between the grids and the result is linear and works on rows and columns alike: grid to window, mean over the windows that
/// overlap, window to photo, mirroring, padding. Here it becomes one weighted sum per side. Enlargements are PyTorch's
/// <c>interpolate(mode="bilinear", align_corners=False)</c>.
/// </remarks>
internal sealed class AxisTaps
{
    private static readonly RecentlyMade<(WindowAxis Axis, bool Direct, bool Mirrored, int Size), AxisTaps> Made =
        new(side => Lay(side.Axis, side.Direct, side.Mirrored, side.Size));

    private readonly int[] start;
    private readonly int[] index;
    private readonly float[] weight;

    private AxisTaps(IReadOnlyList<List<(int Index, double Weight)>> pixels)
    {
        start = new int[pixels.Count + 1];
        for (int i = 0; i < pixels.Count; i++) start[i + 1] = start[i] + pixels[i].Count;
        index = [.. pixels.SelectMany(taps => taps.Select(tap => tap.Index))];
        weight = [.. pixels.SelectMany(taps => taps.Select(tap => (float)tap.Weight))];
    }

    /// <summary>Pixels of the result.</summary>
    public int Size => start.Length - 1;

    /// <summary>Lays out one side of a pass.</summary>
    /// <param name="axis">The windows. Cell k of window w has the index <c>w · axis.Cells + k</c>.</param>
    /// <param name="direct">Whether there is no step between the grid and the result.</param>
    /// <param name="mirrored">Whether the side is read backwards.</param>
    /// <param name="size">Pixels of the result.</param>
    public static AxisTaps Create(WindowAxis axis, bool direct, bool mirrored, int size) =>
        Made[(axis, direct, mirrored, size)];

    private static AxisTaps Lay(WindowAxis axis, bool direct, bool mirrored, int size)
    {
        var steps = direct ? null : WindowSteps(axis);
        var pixels = new List<(int, double)>[size];
        for (int i = 0; i < size; i++)
        {
            var taps = pixels[mirrored ? size - 1 - i : i] = [];
            foreach (var (line, share) in Bilinear(i, steps?.Length ?? axis.Cells, size, steps is null ? axis.Shift : 0))
            {
                if (steps is null) Add(taps, line, share);
                else foreach (var (cell, part) in steps[line]) Add(taps, cell, share * part);
            }
        }

        return new AxisTaps(pixels);
    }

    /// <summary>Enlarges or reduces a row of pixels.</summary>
    public static AxisTaps Between(int from, int to) => Create(WindowAxis.Whole(from, 1, 1), direct: true, mirrored: false, to);

    /// <summary>The cells that a pixel is made of.</summary>
    public ReadOnlySpan<int> Indices(int pixel) => index.AsSpan(start[pixel]..start[pixel + 1]);

    /// <summary>The weight of each of <see cref="Indices"/>; they sum up to 1.</summary>
    public ReadOnlySpan<float> Weights(int pixel) => weight.AsSpan(start[pixel]..start[pixel + 1]);

    /// <summary>The least and the greatest index that pixels from one to before another are made of.</summary>
    public (int First, int Last) Range(int from, int to)
    {
        int first = int.MaxValue, last = -1;
        foreach (int cell in index.AsSpan(start[from]..start[to])) (first, last) = (Math.Min(first, cell), Math.Max(last, cell));
        return (first, last);
    }

    /// <summary>Sums up a line of cells into pixels.</summary>
    /// <param name="cells">Cells, from one of index <paramref name="firstCell"/> on.</param>
    /// <param name="firstCell">Index of the first cell.</param>
    /// <param name="firstPixel">The first pixel that is wanted.</param>
    /// <param name="pixels">Takes the pixels.</param>
    public void Apply(ReadOnlySpan<float> cells, int firstCell, int firstPixel, Span<float> pixels)
    {
        int tap = start[firstPixel];
        for (int i = 0; i < pixels.Length; i++)
        {
            float sum = 0;
            for (int end = start[firstPixel + i + 1]; tap < end; tap++) sum += cells[index[tap] - firstCell] * weight[tap];
            pixels[i] = sum;
        }
    }

    /// <summary>What each input pixel is made of: the mean over the windows that cover it.</summary>
    private static List<(int, double)>[] WindowSteps(WindowAxis axis)
    {
        var steps = new List<(int, double)>[axis.Input];
        for (int i = 0; i < steps.Length; i++)
        {
            int[] covering =
            [
                .. Enumerable.Range(0, axis.Starts.Count).Where(w => i >= axis.Starts[w] && i < axis.Starts[w] + axis.Length)
            ];
            steps[i] = [];
            foreach (int window in covering)
            {
                foreach (var (cell, share) in Bilinear(i - axis.Starts[window], axis.Cells, axis.Length, axis.Shift))
                    Add(steps[i], window * axis.Cells + cell, share / covering.Length);
            }
        }

        return steps;
    }

    private static void Add(List<(int Index, double Weight)> taps, int index, double weight)
    {
        int at = taps.FindIndex(tap => tap.Index == index);
        if (at < 0) taps.Add((index, weight));
        else taps[at] = (index, taps[at].Weight + weight);
    }

    private static IEnumerable<(int Line, double Share)> Bilinear(int pixel, int lines, int size, double shift)
    {
        double position = Math.Clamp((pixel + 0.5) * lines / size - 0.5 + shift, 0, lines - 1);
        int line = (int)position;
        double fraction = position - line;
        yield return (line, 1 - fraction);
        if (fraction > 0) yield return (Math.Min(line + 1, lines - 1), fraction);
    }
}
