using System.Numerics.Tensors;
using MaskClip.Imaging;

namespace MaskClip.Dense;

/// <summary>One tile of a photo whose scores are refined by PAMR.</summary>
/// <remarks>
/// What is refined is each row's log-probability. Compared with the logits that NACLIP refines it lacks a number that all rows of a pixel
/// share, and a mean over pixels keeps differences between rows: the softmax afterwards is the same. (After key smoothing it is the
/// probability itself.) Only rows that somewhere in the tile reach <see cref="LabellingLimits.Presence"/> are refined one by one; what is left of the
/// probability is refined as one more row, which counts in the sum and never wins.
/// </remarks>
internal sealed class RefinedTile
{
    private const int Group = 4;

    // Means of logarithms must stay finite, and their powers above the smallest number.
    private const float Smallest = 1e-35f;

    private readonly ResultScores scores;
    private readonly PixelBox box;
    private readonly Pamr pamr;
    private readonly bool areProbabilities;
    private readonly LabelRules rules;
    private readonly float[] norms;
    private readonly float[] rest;

    /// <summary>Reads the scores of a tile once, to see which rows are present.</summary>
    /// <param name="scores">Scores at the working size.</param>
    /// <param name="box">The tile with its surroundings, at the working size.</param>
    /// <param name="picture">The photo at the working size.</param>
    /// <param name="options">Iterations and dilations.</param>
    /// <param name="rules">Which rows may win.</param>
    /// <param name="presence">See <see cref="LabellingLimits.Presence"/>.</param>
    public RefinedTile(ResultScores scores, PixelBox box, RgbImage picture, PamrOptions options, LabelRules rules, float presence)
    {
        this.scores = scores;
        this.box = box;
        this.rules = rules;
        areProbabilities = scores.Scorer.GivesProbabilities;
        var channels = new float[3 * box.Width * box.Height];
        ImageTensor.NormaliseWindow(picture, box, mirrored: false, box.Width, box.Height, [0, 0, 0], [1, 1, 1], channels);
        pamr = new Pamr(channels, box.Height, box.Width, options.Iterations, options.Dilations);
        norms = new float[scores.Passes * box.Width * box.Height];
        rest = new float[areProbabilities ? 0 : box.Width * box.Height];
        rest.AsSpan().Fill(1);
        Present = FindPresent(presence);
    }

    /// <summary>The rows that are refined one by one.</summary>
    public int[] Present { get; }

    /// <summary>Labels the pixels of the photo that lie in the tile. Once only.</summary>
    /// <param name="tile">Their box.</param>
    /// <param name="down">From the working size to the photo's, for rows.</param>
    /// <param name="across">The same for columns.</param>
    /// <param name="write">Takes the result.</param>
    public void Label(PixelBox tile, AxisTaps down, AxisTaps across, TileWriter write)
    {
        int pixels = tile.Width * tile.Height, size = box.Width * box.Height;
        float[] best = new float[pixels], sum = new float[areProbabilities ? 0 : pixels], planes = new float[Group * size];
        var bestRow = new int[pixels];
        best.AsSpan().Fill(float.NegativeInfinity);
        foreach (int[] group in Present.Chunk(Group))
        {
            Read(group, planes);
            pamr.Refine(planes.AsSpan(0, group.Length * size));
            for (int i = 0; i < group.Length; i++) Compare(group[i], planes.AsMemory(i * size, size), rules.Allows(group[i]));
        }

        if (!areProbabilities)
        {
            ToLogarithms(rest);
            pamr.Refine(rest);
            Compare(-1, rest, mayWin: false);
            TensorPrimitives.Exp<float>(best, best);
            TensorPrimitives.Divide(best, sum, best);
        }

        for (int y = 0; y < tile.Height; y++) write(tile.Y + y, bestRow.AsSpan(y * tile.Width, tile.Width), best.AsSpan(y * tile.Width, tile.Width));

        void Compare(int name, ReadOnlyMemory<float> plane, bool mayWin) => Parallel.For(0, tile.Height, y =>
        {
            var row = new float[tile.Width];
            Enlarge(plane.Span, down, tile.Y + y, across, tile.X, row);
            if (mayWin) Running.Raise(best.AsSpan(y * tile.Width, tile.Width), bestRow.AsSpan(y * tile.Width, tile.Width), row, name);
            if (areProbabilities) return;
            TensorPrimitives.Exp<float>(row, row);
            TensorPrimitives.Add(sum.AsSpan(y * tile.Width, tile.Width), row, sum.AsSpan(y * tile.Width, tile.Width));
        });
    }

    private static void ToLogarithms(Span<float> probabilities)
    {
        TensorPrimitives.Max(probabilities, Smallest, probabilities);
        TensorPrimitives.Log<float>(probabilities, probabilities);
    }

    /// <summary>Rows that somewhere have a share of at least <paramref name="presence"/> of what the rows that may win have together.</summary>
    private int[] FindPresent(float presence)
    {
        int[] all = [.. Enumerable.Range(0, scores.Scorer.Rows)], allowed = [.. all.Where(rules.Allows)];
        var most = new float[all.Length];
        ForRows((from, to) =>
        {
            var probabilities = scores.Open(box.X, box.X + box.Width);
            float[] own = new float[most.Length], sum = new float[box.Width], share = new float[box.Width];
            for (int y = from; y < to; y++)
            {
                var values = probabilities.Read(box.Y + y, norms.AsSpan(y * probabilities.NormSize, probabilities.NormSize));
                sum.AsSpan().Fill(Smallest);
                foreach (int row in allowed) TensorPrimitives.Add(sum, values.Slice(row * box.Width, box.Width), sum);
                foreach (int row in all)
                {
                    TensorPrimitives.Divide(values.Slice(row * box.Width, box.Width), sum, share);
                    own[row] = Math.Max(own[row], TensorPrimitives.Max<float>(share));
                }
            }

            lock (most) TensorPrimitives.Max(most, own, most);
        });
        // A pixel's best row has a share of 1/rows or more, but for rounding.
        float least = Math.Min(presence, 0.999f / allowed.Length);
        return [.. all.Where(row => most[row] >= least)];
    }

    private void Read(int[] rows, float[] planes)
    {
        int size = box.Width * box.Height;
        ForRows((from, to) =>
        {
            var probabilities = scores.Open(box.X, box.X + box.Width, rows);
            for (int y = from; y < to; y++)
            {
                var values = probabilities.ReadSome(box.Y + y, norms.AsSpan(y * probabilities.NormSize, probabilities.NormSize));
                for (int i = 0; i < rows.Length; i++)
                {
                    var row = values.Slice(i * box.Width, box.Width);
                    if (!areProbabilities)
                    {
                        var left = rest.AsSpan(y * box.Width, box.Width);
                        TensorPrimitives.Subtract(left, row, left);
                        ToLogarithms(row);
                    }

                    row.CopyTo(planes.AsSpan(i * size + y * box.Width, box.Width));
                }
            }
        });
    }

    private void ForRows(Action<int, int> work)
    {
        int parts = Math.Min(box.Height, 2 * Environment.ProcessorCount);
        Parallel.For(0, parts, part => work(box.Height * part / parts, box.Height * (part + 1) / parts));
    }

    private void Enlarge(ReadOnlySpan<float> plane, AxisTaps down, int y, AxisTaps across, int x, Span<float> row)
    {
        var lines = down.Indices(y);
        var shares = down.Weights(y);
        var line = new float[box.Width];
        for (int i = 0; i < lines.Length; i++) TensorPrimitives.MultiplyAdd(plane.Slice((lines[i] - box.Y) * box.Width, box.Width), shares[i], line, line);
        for (int i = 0; i < row.Length; i++)
        {
            var columns = across.Indices(x + i);
            var weights = across.Weights(x + i);
            float sum = 0;
            for (int tap = 0; tap < columns.Length; tap++) sum += line[columns[tap] - box.X] * weights[tap];
            row[i] = sum;
        }
    }
}
