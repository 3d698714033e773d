using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>How sure each template is of each class, over the positions of photos that nobody labeled.</summary>
/// <remarks>
/// FLOSS (Benigmim et al., ICCV 2025), equation of H(m, k): names in template m alone give each position to a class; H is the mean
/// entropy of the softmax over names at the positions that went to class k. There positions are pixels of enlarged scores; here they are
/// those of the grid. <c>EntropyMetric</c> of the published code adds the same 1e-10.
/// </remarks>
/// <param name="templates">The names in each template alone.</param>
/// <param name="scale">What cosines are multiplied by before the softmax.</param>
internal sealed class TemplateEntropies(IReadOnlyList<TextClassifier> templates, float scale)
{
    private const float Smallest = 1e-10f;

    private readonly double[][] sums = Each<double>(templates);
    private readonly long[][] counts = Each<long>(templates);

    /// <summary>How many positions were seen.</summary>
    public long Positions { get; private set; }

    /// <summary>Sees positions of a photo.</summary>
    /// <param name="features">Unit features, <c>[positions, d]</c>.</param>
    /// <param name="threads">Threads that it may take.</param>
    /// <param name="cancellationToken">Stops between templates.</param>
    public void Add(ReadOnlyMemory<float> features, Parallelism threads, CancellationToken cancellationToken)
    {
        Positions += features.Length / templates[0].Size;
        threads.For(templates.Count, index => Add(index, features.Span), cancellationToken);
    }

    /// <summary>The templates that are surest of a class, the surest first; those that gave it no position are not among them.</summary>
    /// <param name="label">The class.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>Each with its mean entropy in nats and its share of all positions.</returns>
    public IReadOnlyList<(int Template, double Entropy, double Share)> Surest(int label, int count) =>
    [
        .. Enumerable.Range(0, templates.Count).Where(index => counts[index][label] > 0)
            .Select(index => (index, sums[index][label] / counts[index][label], (double)counts[index][label] / Positions))
            .OrderBy(one => one.Item2).Take(count)
    ];

    private void Add(int template, ReadOnlySpan<float> features)
    {
        var scores = GridScores.Cosines(features, templates[template]);
        var probabilities = scores.RowConfidences(scale);
        int positions = scores.Positions;
        using var buffers = new RentedBuffers();
        Span<float> best = buffers.Rent(positions).AsSpan(0, positions), entropy = buffers.Rent(positions).AsSpan(0, positions),
            logarithm = buffers.Rent(positions).AsSpan(0, positions);
        var winner = new int[positions];
        best.Fill(float.NegativeInfinity);
        entropy.Clear();
        for (int row = 0; row < scores.Rows; row++)
        {
            ReadOnlySpan<float> own = probabilities.AsSpan(row * positions, positions);
            for (int i = 0; i < positions; i++)
            {
                if (own[i] > best[i]) (best[i], winner[i]) = (own[i], row);
            }

            TensorPrimitives.Add(own, Smallest, logarithm);
            TensorPrimitives.Log<float>(logarithm, logarithm);
            TensorPrimitives.Multiply<float>(logarithm, own, logarithm);
            TensorPrimitives.Subtract<float>(entropy, logarithm, entropy);
        }

        for (int i = 0; i < positions; i++)
        {
            int label = scores.ClassOfRow[winner[i]];
            sums[template][label] += entropy[i];
            counts[template][label]++;
        }
    }

    private static T[][] Each<T>(IReadOnlyList<TextClassifier> templates) =>
        [.. templates.Select(one => new T[one.Vocabulary.Classes.Count])];
}
