using MaskClip.Methods;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Towers.Blocks;

namespace MaskClip.Windows;

/// <summary>Scores the windows of one photo against a vocabulary.</summary>
/// <param name="classifier">Text embeddings.</param>
/// <param name="options">Denoising, smoothing, logit scale.</param>
/// <param name="axis">How keys are normalized; over positions is the released code's way, whose denoising may leave no class.</param>
/// <param name="threads">Threads that it may take.</param>
/// <param name="buffers">Where scores are written until it takes that back; <see langword="null"/> gives them arrays of their own.</param>
internal sealed class WindowScorer(
    TextClassifier classifier, SegmentationOptions options, KeyAxis axis, Parallelism threads, RentedBuffers? buffers = null)
{
    private bool[] removed = new bool[classifier.Vocabulary.Classes.Count];

    private readonly PresencePrior? presence = options.Presence is > 0 ? new(classifier) : null;
    private readonly ExemplarScores? exemplars = classifier.Exemplars is null ? null : new(classifier, options);
    private float[]? changes;

    /// <summary>Best confidence of each class so far, for prompt denoising.</summary>
    private readonly float[] best = new float[classifier.Vocabulary.Classes.Count];

    /// <summary>Rows of scores: classes, or all their synonyms.</summary>
    public int Rows => classifier.ClassOfScore.Length;

    /// <summary>Number of classes.</summary>
    public int Classes => removed.Length;

    /// <summary>Whether all windows must be seen before any is scored: for the presence prior, and for thresholds of examples.</summary>
    public bool SurveysFirst => presence is not null || exemplars is not null;

    /// <summary>Whether finishing a window compares its keys.</summary>
    public bool ComparesKeys => options.ComparesKeys;

    /// <summary>Whether finished scores are probabilities.</summary>
    public bool GivesProbabilities => options.KeySmoothing is not null;

    /// <summary>Whether prompt denoising found no class confident enough in any window.</summary>
    public bool NoneConfident { get; private set; }

    /// <summary>What a sigmoid adds to scaled cosines; <see langword="null"/> for a softmax.</summary>
    public float? SigmoidBias => options.SigmoidBias;

    /// <summary>The class of a row.</summary>
    public int ClassOf(int row) => classifier.ClassOfScore[row];

    /// <summary>Cosines of one window; by the second look, where the method has one.</summary>
    public GridScores Cosines(GridFeatures window)
    {
        var first = Cosines(window.Features.Span);
        var scores = window.SecondPass is { } again ? Cosines(again.Features(first, options.Scale, threads)) : first;
        if (changes is not null) PresencePrior.Apply(scores, changes);
        scores.Likeness = exemplars?.Likeness(window.Features.Span);
        return scores;
    }

    /// <summary>Sees a window before any is scored. All must be seen before <see cref="Decide"/>.</summary>
    /// <param name="window">The window.</param>
    /// <param name="columns">Columns of its grid.</param>
    public void Survey(GridFeatures window, int columns)
    {
        presence?.Add(
            window.Surroundings.IsEmpty ? Surroundings.Of(window.Features.Span, columns, classifier.Size) : window.Surroundings.Span);
        exemplars?.Add(window.Features.Span);
    }

    /// <summary>Decides what follows from all that was seen.</summary>
    public void Decide()
    {
        changes = presence?.Changes(options.Presence ?? 0);
        exemplars?.Decide();
    }

    /// <summary>Lets prompt denoising see a window's cosines. It must see all before <see cref="Denoise"/>.</summary>
    public void Show(GridScores cosines) => PromptDenoising.Tally(cosines, options.Scale, best);

    /// <summary>Decides which classes prompt denoising removes.</summary>
    public void Denoise(float threshold)
    {
        removed = PromptDenoising.Removed(best, threshold, axis != KeyAxis.Positions);
        NoneConfident = PromptDenoising.NoneConfident(best, threshold);
    }

    /// <summary>Denoises and smooths the cosines of a photo that is one window.</summary>
    public void FinishOnly(GridScores cosines, ReadOnlySpan<float> key)
    {
        Refinement.Apply(cosines, key, axis, options, threads);
        exemplars?.Apply(cosines);
    }

    /// <summary>Denoises and smooths a window's cosines.</summary>
    public void Finish(GridScores cosines, ReadOnlySpan<float> key)
    {
        cosines.Remove(removed);
        Refinement.Compare(cosines, key, axis, options, threads);
        exemplars?.Apply(cosines);
    }

    private GridScores Cosines(ReadOnlySpan<float> features)
    {
        var scores = GridScores.Cosines(features, classifier, buffers, options.SigmoidBias);
        if (classifier.Experts.Count > 0) ExpertScores.Fuse(scores, features, classifier.Experts, options.Scale);
        return scores;
    }
}
