using System.Numerics.Tensors;
using MaskClip.Edges;
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Storage;

namespace MaskClip.Windows;

/// <summary>The name of each patch by a first pass: ResCLIP's feedback is made of these.</summary>
/// <remarks>
/// As the released code finds them: cosines are enlarged to the pixels that were embedded, refined by PAMR (10 iterations at 8 and 16), the
/// best row of each pixel is its name, rows whose softmax is less than the minimum confidence become the first, and a patch takes the name
/// that most of its pixels have. Only rows that reach <see cref="LabelingLimits.Presence"/> somewhere on the grid are refined, as
/// elsewhere: PAMR costs as much for a name that is nowhere as for one that is.
/// </remarks>
internal sealed class PatchNames
{
    private const int Group = 4;

    private static readonly PamrOptions Refinement = new();

    private readonly int width;
    private readonly float scale;
    private readonly Parallelism threads;
    private readonly AxisTaps down;
    private readonly AxisTaps across;
    private readonly float[] best;
    private readonly float[] sum;
    private readonly int[] name;

    private PatchNames(int rows, int columns, int patch, float scale, Parallelism threads)
    {
        width = columns * patch;
        this.scale = scale;
        this.threads = threads;
        down = AxisTaps.Between(rows, rows * patch);
        across = AxisTaps.Between(columns, width);
        best = new float[rows * patch * width];
        sum = new float[best.Length];
        name = new int[best.Length];
        best.AsSpan().Fill(float.NegativeInfinity);
    }

    /// <summary>Finds each patch's row of scores: <c>[rows·columns]</c>.</summary>
    /// <param name="cosines">The first pass's cosines.</param>
    /// <param name="pixels">The picture that was embedded, <c>[3, rows·patch, columns·patch]</c>, on any scale.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="patch">Side of a patch in pixels.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="minConfidence">Pixels whose softmax is less count as the first row; 0..1.</param>
    /// <param name="threads">Threads that it may take.</param>
    public static int[] Find(
        GridScores cosines,
        ReadOnlySpan<float> pixels,
        int rows,
        int columns,
        int patch,
        float scale,
        double minConfidence,
        Parallelism threads)
    {
        var names = new PatchNames(rows, columns, patch, scale, threads);
        var pamr = new Pamr(pixels, rows * patch, columns * patch, Refinement.Iterations, Refinement.Dilations, threads);
        int size = names.best.Length;
        var planes = new float[Group * size];
        foreach (int[] group in Present(cosines, scale).Chunk(Group))
        {
            threads.For(group.Length, i => names.Enlarge(cosines.Row(group[i]), columns, planes.AsSpan(i * size, size)));
            pamr.Refine(planes.AsSpan(0, group.Length * size));
            for (int i = 0; i < group.Length; i++) names.Compare(group[i], planes.AsMemory(i * size, size));
        }

        for (int i = 0; i < size; i++)
        {
            if (1 / names.sum[i] < minConfidence) names.name[i] = 0;
        }

        var result = new int[rows * columns];
        threads.For(result.Length, cell => result[cell] = names.Most(cell / columns * patch, cell % columns * patch, patch, cosines.Rows));
        return result;
    }

    private static IEnumerable<int> Present(GridScores cosines, float scale)
    {
        var confidences = cosines.RowConfidences(scale);
        float least = Math.Min(LabelingLimits.Default.Presence, 0.999f / cosines.Rows);
        int positions = cosines.Positions;
        return Enumerable.Range(0, cosines.Rows)
            .Where(row => TensorPrimitives.Max<float>(confidences.AsSpan(row * positions, positions)) >= least);
    }

    private void Enlarge(ReadOnlySpan<float> grid, int columns, Span<float> plane)
    {
        var blended = new float[columns];
        for (int y = 0; y < down.Size; y++)
        {
            blended.AsSpan().Clear();
            var lines = down.Indices(y);
            var shares = down.Weights(y);
            for (int i = 0; i < lines.Length; i++)
                TensorPrimitives.MultiplyAdd(grid.Slice(lines[i] * columns, columns), shares[i], blended, blended);
            for (int x = 0; x < width; x++)
            {
                var cells = across.Indices(x);
                var weights = across.Weights(x);
                float value = blended[cells[0]] * weights[0];
                if (cells.Length > 1) value += blended[cells[1]] * weights[1];
                plane[y * width + x] = value;
            }
        }
    }

    /// <summary>
    /// Takes one more row: its pixels may get its name, and all count in the softmax, whose sum is kept relative to the best.
    /// </summary>
    private void Compare(int row, ReadOnlyMemory<float> plane) => threads.For(best.Length / width, y =>
    {
        var values = plane.Span.Slice(y * width, width);
        for (int x = 0; x < width; x++)
        {
            int at = y * width + x;
            float difference = scale * (values[x] - best[at]);
            if (difference > 0)
            {
                sum[at] = sum[at] * MathF.Exp(-difference) + 1;
                best[at] = values[x];
                name[at] = row;
            }
            else
            {
                sum[at] += MathF.Exp(difference);
            }
        }
    });

    private int Most(int top, int left, int patch, int rows)
    {
        Span<int> count = rows <= 1024 ? stackalloc int[rows] : new int[rows];
        count.Clear();
        for (int y = top; y < top + patch; y++)
        {
            foreach (int row in name.AsSpan(y * width + left, patch)) count[row]++;
        }

        return TensorPrimitives.IndexOfMax<int>(count); // the first among equals, as torch.mode
    }
}
