namespace MaskClip.Scores;

/// <summary>What unit-length features say of every class of a vocabulary.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class ClassConfidences
{
    /// <summary>The softmax over classes of <c>scale · cosine</c>, where a class takes the best of its rows.</summary>
    /// <param name="features">Unit-length features <c>[positions, size]</c>, such as <see cref="Segmenter.EmbedImage"/> gives.</param>
    /// <param name="classifier">The classes' text embeddings, of the same model.</param>
    /// <param name="scale">What cosines are multiplied by: <see cref="SegmentationOptions.LogitScale"/>.</param>
    /// <returns>Probabilities <c>[classes, positions]</c>; those of a position sum to 1.</returns>
    /// <exception cref="ArgumentException">
    /// The features are not a whole number of the classifier's rows, or it has classes that are known by examples: these are found in
    /// whole photos.
    /// </exception>
    public static float[] Of(ReadOnlySpan<float> features, TextClassifier classifier, float scale)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        if (classifier.Exemplars is not null)
        {
            throw new ArgumentException(
                "Classes that are known by examples are found in a photo as a whole, not in single features.", nameof(classifier));
        }

        if (features.Length % classifier.Size != 0)
        {
            throw new ArgumentException(
                $"{features.Length} numbers were given; features of {classifier.Size} numbers need a multiple of it.", nameof(features));
        }

        return GridScores.Cosines(
            features, classifier.Embeddings, classifier.Classes, classifier.Vocabulary.Classes.Count, classifier.Size).Confidences(scale);
    }
}
