using MaskClip.Storage;

namespace MaskClip.Dense;

/// <summary>Scores the windows of one photo against a vocabulary.</summary>
/// <param name="classifier">Text embeddings.</param>
/// <param name="options">Denoising, smoothing, logit scale.</param>
/// <param name="axis">How keys are normalised.</param>
/// <param name="lent">What scores are written into until it takes that back; <see langword="null"/> gives them arrays of their own.</param>
internal sealed class WindowScorer(TextClassifier classifier, SegmentationOptions options, KeyAxis axis, LentNumbers? lent = null)
{
    private bool[] removed = new bool[classifier.Vocabulary.Classes.Count];

    /// <summary>Best confidence of each class so far, for prompt denoising.</summary>
    private readonly float[] best = new float[classifier.Vocabulary.Classes.Count];

    /// <summary>Rows of scores: classes, or all their synonyms.</summary>
    public int Rows => classifier.SoftmaxOverRows ? classifier.ClassOfRow.Length : Classes;

    /// <summary>Number of classes.</summary>
    public int Classes => removed.Length;

    /// <summary>Whether finished scores are probabilities.</summary>
    public bool GivesProbabilities => options.KeySmoothing is not null;

    /// <summary>The class of a row.</summary>
    public int ClassOf(int row) => classifier.SoftmaxOverRows ? classifier.ClassOfRow[row] : row;

    /// <summary>Cosines of one window; by the second look, where the method has one.</summary>
    public GridScores Cosines(GridFeatures window)
    {
        var first = Cosines(window.Features.Span);
        return window.SecondLook is { } again ? Cosines(again.Features(first, options.LogitScale)) : first;
    }

    /// <summary>Lets prompt denoising see a window's cosines. It must see all before <see cref="Denoise"/>.</summary>
    public void Show(GridScores cosines) => PromptDenoising.Tally(cosines, options.LogitScale, best);

    /// <summary>Decides which classes prompt denoising removes.</summary>
    public void Denoise(float threshold) => removed = PromptDenoising.Removed(best, threshold);

    /// <summary>Denoises and smooths a window's cosines.</summary>
    public void Finish(GridScores cosines, ReadOnlySpan<float> key)
    {
        cosines.Remove(removed);
        Refinement.Smooth(cosines, key, axis, options);
    }

    private GridScores Cosines(ReadOnlySpan<float> features) => classifier.SoftmaxOverRows
        ? GridScores.CosinesOfRows(features, classifier.Rows, classifier.ClassOfRow, Classes, classifier.Size, lent)
        : GridScores.Cosines(features, classifier.Rows, classifier.ClassOfRow, Classes, classifier.Size, lent);
}
