using System.Numerics.Tensors;

namespace MaskClip.Scores;

/// <summary>Drops names that a photo as a whole does not show.</summary>
internal static class VocabularyReduction
{
    /// <summary>Takes out the classes whose probability for the photo is below a share of the best class's.</summary>
    /// <param name="classifier">Text embeddings.</param>
    /// <param name="photo">Plain CLIP's unit-length embedding of the whole photo.</param>
    /// <param name="share">0..1. A share of s is a cosine that is <c>ln(1/s) / scale</c> below the best.</param>
    /// <param name="scale">The logit scale that the model was trained with, whatever dense scores are multiplied by.</param>
    public static TextClassifier Apply(TextClassifier classifier, ReadOnlySpan<float> photo, float share, float scale)
    {
        var classes = classifier.Vocabulary.Classes;
        var best = new float[classes.Count];
        best.AsSpan().Fill(float.NegativeInfinity);
        for (int row = 0; row < classifier.ClassOfRow.Length; row++)
        {
            ref float most = ref best[classifier.ClassOfRow[row]];
            most = Math.Max(most, TensorPrimitives.Dot(classifier.Embeddings.Slice(row * classifier.Size, classifier.Size), photo));
        }

        int first = classes[0].IsBackground ? 1 : 0;
        if (first == classes.Count) return classifier;
        // What is known by examples says nothing of a photo as a whole.
        foreach (var one in classifier.Exemplars?.Classes ?? []) best[one.Class] = float.PositiveInfinity;
        float greatest = TensorPrimitives.Max<float>([.. best[first..].Where(float.IsFinite), float.NegativeInfinity]);
        float least = greatest + MathF.Log(share) / scale;
        bool[] dropped = [.. best.Select((cosine, c) => c >= first && cosine < least)];
        return dropped.Contains(true) ? classifier.Without(dropped) : classifier;
    }
}
