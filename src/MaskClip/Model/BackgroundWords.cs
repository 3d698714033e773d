using System.Numerics.Tensors;
using MaskClip.Words;

namespace MaskClip.Model;

/// <summary>Chooses what stands for the background of names that come without one.</summary>
/// <remarks>
/// Greedy facility location: the next word is that with the greatest gain, which is the mean over all candidates of what it covers better
/// than those chosen so far (<c>max(cosine - covered, 0)</c>), times <c>1 - redundancy · cosine</c> with the nearest of them. Cosines are
/// of embeddings whose common mean was taken off: those of texts are all much alike otherwise, in each model another amount.
/// </remarks>
internal static class BackgroundWords
{
    /// <summary>Chooses words.</summary>
    /// <param name="candidates">Words that may be chosen.</param>
    /// <param name="names">The names that are looked for; no word near one of them is chosen.</param>
    /// <param name="embeddings">Unit-length embeddings of candidates and names, in one template.</param>
    /// <param name="options">How many, and how near.</param>
    /// <returns>The words in the order in which they were chosen; none where all are near.</returns>
    public static IReadOnlyList<string> Choose(
        IReadOnlyList<string> candidates,
        IReadOnlyList<string> names,
        IReadOnlyDictionary<string, float[]> embeddings,
        AutomaticBackgroundOptions options)
    {
        int size = embeddings[candidates[0]].Length;
        var mean = new float[size];
        foreach (var word in candidates) TensorPrimitives.Add(mean, embeddings[word], mean);
        TensorPrimitives.Divide(mean, candidates.Count, mean);
        var wanted = Centered(names, embeddings, mean);
        string[] free = [.. candidates.Where(word => !names.Any(name => BackgroundCandidates.ShareNoun(word, name)))];
        var rows = Centered(free, embeddings, mean);
        bool[] near = Near(rows, wanted, size, options.Nearness);
        free = [.. free.Where((_, i) => !near[i])];
        return [.. Cover(Centered(free, embeddings, mean), size, options).Select(i => free[i])];
    }

    private static float[] Centered(IReadOnlyList<string> words, IReadOnlyDictionary<string, float[]> embeddings, float[] mean)
    {
        var rows = new float[words.Count * mean.Length];
        for (int i = 0; i < words.Count; i++)
            TensorPrimitives.Subtract(embeddings[words[i]], mean, rows.AsSpan(i * mean.Length, mean.Length));
        UnitLength.Rows(rows, mean.Length);
        return rows;
    }

    private static bool[] Near(float[] rows, float[] wanted, int size, float nearness)
    {
        var near = new bool[rows.Length / size];
        for (int i = 0; i < near.Length; i++)
        {
            for (int at = 0; at < wanted.Length; at += size) near[i] |= Cosine(rows, i, wanted.AsSpan(at, size)) >= nearness;
        }

        return near;
    }

    private static float Cosine(float[] rows, int row, ReadOnlySpan<float> other) =>
        TensorPrimitives.Dot(rows.AsSpan(row * other.Length, other.Length), other);

    private static List<int> Cover(float[] rows, int size, AutomaticBackgroundOptions options)
    {
        int count = rows.Length / size;
        var cosines = new float[count * count];
        for (int i = 0; i < cosines.Length; i++) cosines[i] = Cosine(rows, i % count, rows.AsSpan(i / count * size, size));
        var covered = new float[count];
        var gained = new float[count];
        var chosen = new List<int>();
        while (chosen.Count < Math.Min(options.Words, count))
        {
            int best = -1;
            double most = double.NegativeInfinity;
            for (int i = 0; i < count; i++)
            {
                if (chosen.Contains(i)) continue;
                TensorPrimitives.Subtract(cosines.AsSpan(i * count, count), covered, gained);
                TensorPrimitives.Max(gained, 0, gained);
                double gain = TensorPrimitives.Sum<float>(gained) * (1 - options.Redundancy * Math.Max(0, covered[i]));
                if (gain > most) (best, most) = (i, gain);
            }

            chosen.Add(best);
            TensorPrimitives.Max(covered, cosines.AsSpan(best * count, count), covered);
        }

        return chosen;
    }
}
