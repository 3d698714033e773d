using System.Numerics.Tensors;

namespace MaskClip.Scores;

/// <summary>Presence prior: names of what a photo shows nowhere lose against names of what it is about.</summary>
/// <remarks>
/// A name's presence g is the 0.9 quantile, over the photo's positions, of its cosine with what surrounds each; its scores get <c>strength
/// · (g - max g)</c>. Background
/// names stay as they are. Ours; it helps where a photo is about something and hurts in street scenes (docs/results.md).
/// </remarks>
internal sealed class PresencePrior
{
    private const double Quantile = 0.9;

    private readonly TextClassifier classifier;
    private readonly List<float>[] cosines;

    /// <summary>Begins a photo.</summary>
    public PresencePrior(TextClassifier classifier)
    {
        this.classifier = classifier;
        cosines = [.. classifier.Vocabulary.Classes.Select(_ => new List<float>())];
    }

    /// <summary>Adds the positions of a window: unit features of what surrounds them, <c>[positions, d]</c>.</summary>
    public void Add(ReadOnlySpan<float> surroundings)
    {
        var scores = GridScores.Cosines(surroundings, classifier);
        for (int row = 0; row < scores.Rows; row++)
        {
            int label = scores.ClassOfRow[row];
            if (!classifier.Vocabulary.Classes[label].IsBackground) cosines[label].AddRange(scores.Row(row));
        }
    }

    /// <summary>What each class's scores change by: 0 or less; 0 for the background.</summary>
    public float[] Changes(float strength)
    {
        var presence = new float?[cosines.Length];
        for (int label = 0; label < presence.Length; label++)
        {
            if (cosines[label].Count > 0) presence[label] = QuantileOf(cosines[label]);
        }

        float greatest = presence.Max() ?? 0;
        return [.. presence.Select(own => own is { } value ? strength * (value - greatest) : 0)];
    }

    /// <summary>Changes a window's cosines.</summary>
    public static void Apply(GridScores scores, ReadOnlySpan<float> changes)
    {
        for (int row = 0; row < scores.Rows; row++)
        {
            var own = scores.Row(row);
            TensorPrimitives.Add(own, changes[scores.ClassOfRow[row]], own);
        }
    }

    // Between two values as numpy and PyTorch interpolate.
    private static float QuantileOf(List<float> values)
    {
        values.Sort();
        double at = Quantile * (values.Count - 1);
        int below = (int)at;
        float lower = values[below], upper = values[Math.Min(below + 1, values.Count - 1)];
        return (float)(lower + (at - below) * (upper - lower));
    }
}
