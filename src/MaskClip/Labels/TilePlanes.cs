using System.Numerics.Tensors;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>What of a tile's scores is refined, and the rest of them.</summary>
/// <remarks>
/// Planes are log-probabilities. Compared with the logits that NACLIP refines they lack a number that all rows of a pixel share, and a mean
/// over pixels keeps differences between rows: the softmax afterwards is the same. After key smoothing they are the probabilities
/// themselves. Only rows that somewhere in the tile reach <see cref="LabelingLimits.Presence"/> are refined one by one; what is left of the
/// probability is one more plane, which counts in the sum and never wins.
/// </remarks>
internal sealed class TilePlanes
{
    // Means of logarithms must stay finite, and their powers above the smallest number.
    private const float Smallest = 1e-35f;

    private readonly ResultScores scores;
    private readonly PixelBox box;
    private readonly Parallelism threads;
    private readonly float[] norms;
    private readonly Memory<float> rest;

    /// <summary>Reads the scores of a tile once, to see which rows are present.</summary>
    /// <param name="scores">Scores at the size at which they are refined.</param>
    /// <param name="box">The tile with its surroundings, at that size.</param>
    /// <param name="rules">Which rows may win.</param>
    /// <param name="presence">See <see cref="LabelingLimits.Presence"/>.</param>
    /// <param name="threads">Threads that it may take.</param>
    /// <param name="buffers">Rents its arrays, which are needed as long as this is used.</param>
    public TilePlanes(ResultScores scores, PixelBox box, LabelRules rules, float presence, Parallelism threads, RentedBuffers buffers)
    {
        this.scores = scores;
        this.box = box;
        this.threads = threads;
        Logarithms = !scores.Scorer.GivesProbabilities;
        norms = buffers.Rent(scores.Passes * Size);
        if (Logarithms) rest = buffers.Rent(Size).AsMemory(0, Size);
        rest.Span.Fill(1);
        Present = FindPresent(rules, presence);
    }

    /// <summary>The rows that are refined one by one.</summary>
    public int[] Present { get; }

    /// <summary>Whether planes are logarithms of probabilities, or probabilities.</summary>
    public bool Logarithms { get; }

    /// <summary>Numbers of one plane.</summary>
    public int Size => box.Width * box.Height;

    /// <summary>Reads planes <c>[rows, height, width]</c>. Each present row must be read once before <see cref="Rest"/>.</summary>
    public void Read(int[] rows, float[] planes) => ForRows((from, to) =>
    {
        using var buffers = new RentedBuffers();
        var probabilities = scores.Open(box.X, box.X + box.Width, rows, buffers);
        for (int y = from; y < to; y++)
        {
            var values = probabilities.ReadSome(box.Y + y, norms.AsSpan(y * probabilities.NormSize, probabilities.NormSize));
            for (int i = 0; i < rows.Length; i++)
            {
                var row = values.Slice(i * box.Width, box.Width);
                if (Logarithms)
                {
                    var left = rest.Span.Slice(y * box.Width, box.Width);
                    TensorPrimitives.Subtract(left, row, left);
                    ToLogarithms(row);
                }

                row.CopyTo(planes.AsSpan(i * Size + y * box.Width, box.Width));
            }
        }
    });

    /// <summary>The logarithm of what present rows leave of the probability; nothing where planes are probabilities. Once only.</summary>
    public Memory<float> Rest()
    {
        ToLogarithms(rest.Span);
        return rest;
    }

    private static void ToLogarithms(Span<float> probabilities)
    {
        TensorPrimitives.Max(probabilities, Smallest, probabilities);
        TensorPrimitives.Log<float>(probabilities, probabilities);
    }

    /// <summary>
    /// Rows that somewhere have a share of at least <paramref name="presence"/> of what the rows that may win have together.
    /// </summary>
    private int[] FindPresent(LabelRules rules, float presence)
    {
        int[] all = [.. Enumerable.Range(0, scores.Scorer.Rows)], allowed = [.. all.Where(rules.Allows)];
        var most = new float[all.Length];
        ForRows((from, to) =>
        {
            using var buffers = new RentedBuffers();
            var probabilities = scores.Open(box.X, box.X + box.Width, buffers);
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

    private void ForRows(Action<int, int> work)
    {
        int parts = threads.Degree == 1 ? 1 : Math.Min(box.Height, 2 * threads.Degree);
        threads.For(parts, part => work(box.Height * part / parts, box.Height * (part + 1) / parts));
    }
}
