using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>Prompt denoising (section 3.3): a class whose confidence stays below a threshold at every position is taken out.</summary>
internal static class PromptDenoising
{
    /// <summary>Puts the classes that are nowhere confident at <see cref="GridScores.Removed"/>.</summary>
    /// <param name="windows">The scores of all windows of a photo: a class that is confident in one stays in all.</param>
    /// <param name="threshold">The confidence.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="keepsBest">See <see cref="Removed"/>.</param>
    public static void Apply(IReadOnlyCollection<GridScores> windows, float threshold, float scale, bool keepsBest)
    {
        var best = new float[windows.First().Classes];
        foreach (var scores in windows) Tally(scores, scale, best);
        var removed = Removed(best, threshold, keepsBest);
        bool none = NoneConfident(best, threshold);
        foreach (var scores in windows)
        {
            scores.Remove(removed);
            scores.NoneConfident = none;
        }
    }

    /// <summary>Whether no class is confident anywhere, so that all would go.</summary>
    public static bool NoneConfident(ReadOnlySpan<float> best, float threshold) => TensorPrimitives.Max(best) < threshold;

    /// <summary>Raises each class's best confidence to what a window has.</summary>
    public static void Tally(GridScores scores, float scale, Span<float> best)
    {
        using var buffers = new RentedBuffers();
        var confidences = buffers.Rent(scores.Rows * scores.Positions).AsSpan(0, scores.Rows * scores.Positions);
        scores.RowConfidences(scale, confidences);
        for (int row = 0; row < scores.Rows; row++)
        {
            ref float own = ref best[scores.ClassOfRow[row]];
            own = Math.Max(own, TensorPrimitives.Max<float>(confidences.Slice(row * scores.Positions, scores.Positions)));
        }
    }

    /// <summary>Marks the classes whose best confidence is below a threshold.</summary>
    /// <param name="best">The best confidence of each class.</param>
    /// <param name="threshold">The confidence.</param>
    /// <param name="keepsBest">
    /// Whether the most confident class stays where all are below. The released code removes them all, and then calls every pixel by the
    /// first name.
    /// </param>
    public static bool[] Removed(ReadOnlySpan<float> best, float threshold, bool keepsBest)
    {
        var removed = new bool[best.Length];
        for (int c = 0; c < best.Length; c++) removed[c] = best[c] < threshold;
        if (keepsBest && !removed.Contains(false)) removed[TensorPrimitives.IndexOfMax(best)] = false;
        return removed;
    }
}
