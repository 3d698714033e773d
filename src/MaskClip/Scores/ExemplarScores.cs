using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MaskClip.Results;

namespace MaskClip.Scores;

/// <summary>Scores of the classes of one photo that are known by examples.</summary>
/// <remarks>
/// A position is as like a class as its cosine with the mean of the examples is above the threshold of the photo, and no more so than
/// it is more like them than like each negative one. Its score is the best text's and that likeness times a factor: the class wins where
/// the likeness is above 0, whatever the texts' cosines are, and is the surer the greater it is. The page scores its clicks in the same
/// way.
/// </remarks>
/// <param name="classifier">Classes with examples.</param>
/// <param name="options">Logit scale, and what a sigmoid adds.</param>
internal sealed class ExemplarScores(TextClassifier classifier, SegmentationOptions options)
{
    // What a likeness of 1 is in the softmax's exponent: 0.1 above the threshold is 88 % against the best text alone.
    private const float Sharpness = 20;

    private readonly ExemplarSet exemplars = classifier.Exemplars!;
    private readonly List<float>[] similarities = [.. classifier.Exemplars!.Classes.Select(_ => new List<float>())];
    private float[] thresholds = [];

    /// <summary>Lets it see a window's features <c>[positions, d]</c>. It must see all before <see cref="Decide"/>.</summary>
    public void Add(ReadOnlySpan<float> features)
    {
        var cosines = new float[features.Length / classifier.Size];
        for (int i = 0; i < similarities.Length; i++)
        {
            RowProducts.Compute(features, exemplars.Classes[i].Like, classifier.Size, cosines);
            similarities[i].AddRange(cosines);
        }
    }

    /// <summary>Decides on the photo's thresholds.</summary>
    public void Decide() =>
        thresholds =
        [
            .. similarities.Select((all, i) =>
                Math.Max(OtsuThreshold.Of(CollectionsMarshal.AsSpan(all)), exemplars.Classes[i].MinSimilarity))
        ];

    /// <summary>How much each position is like each class, <c>[classes, positions]</c>: above 0 where it belongs to it.</summary>
    public float[] Likeness(ReadOnlySpan<float> features)
    {
        int size = classifier.Size, positions = features.Length / size;
        var result = new float[exemplars.Classes.Count * positions];
        float[] cosines = new float[positions], other = new float[positions];
        for (int i = 0; i < exemplars.Classes.Count; i++)
        {
            var (like, unlike) = (exemplars.Classes[i].Like, exemplars.Classes[i].Unlike);
            var own = result.AsSpan(i * positions, positions);
            RowProducts.Compute(features, like, size, cosines);
            TensorPrimitives.Subtract(cosines, thresholds[i], own);
            for (int at = 0; at < unlike.Length; at += size)
            {
                RowProducts.Compute(features, unlike.AsSpan(at, size), size, other);
                TensorPrimitives.Subtract(cosines, other, other);
                TensorPrimitives.Min(own, other, own);
            }
        }

        return result;
    }

    /// <summary>Writes the rows of classes with examples, once all other rows are what they will be.</summary>
    /// <param name="scores">Scores with <see cref="GridScores.Likeness"/>.</param>
    public void Apply(GridScores scores)
    {
        int positions = scores.Positions, texts = scores.Rows - exemplars.ClassOfRow.Count(), row = texts;
        float factor = scores.AreProbabilities ? 1 : Sharpness / options.Scale;
        var best = new float[positions];
        best.AsSpan().Fill(texts > 0 ? float.NegativeInfinity : Alone(scores.AreProbabilities));
        for (int text = 0; text < texts; text++) TensorPrimitives.Max(best, scores.Row(text), best);
        if (exemplars.HasRest) best.CopyTo(scores.Row(row++));
        for (int i = 0; row < scores.Rows; i++, row++)
            TensorPrimitives.MultiplyAdd(scores.Likeness.AsSpan(i * positions, positions), factor, best, scores.Row(row));
    }

    // Where there is no text, something stands for the best one: a certain one, or one whose sigmoid is a half.
    private float Alone(bool probabilities) => probabilities ? 1 : -(options.SigmoidBias ?? 0) / options.Scale;
}
