using MaskClip.Edges;
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>Scores and labels a photo, window by window, from its features or from whatever makes them when they are needed.</summary>
/// <param name="photo">The photo.</param>
/// <param name="passes">The passes, each with what gives the features of a row of its windows.</param>
/// <param name="axis">How keys are normalized.</param>
/// <param name="threads">Threads that it may take.</param>
/// <param name="limits">What labeling may take; <see langword="null"/> takes what is usual.</param>
internal sealed class PhotoSegmentation(
    RgbImage photo,
    IReadOnlyList<(PassPlan Plan, Func<int, GridFeatures[]> Windows)> passes,
    KeyAxis axis,
    Parallelism threads,
    LabelingLimits? limits = null)
{
    private readonly LabelingLimits limits = limits ?? LabelingLimits.Default;

    /// <summary>Scores and labels the photo.</summary>
    /// <param name="classifier">Text embeddings.</param>
    /// <param name="options">Refinement and thresholds.</param>
    /// <param name="stream">Whether features are costly to make and too many to keep.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    public Segmentation Run(TextClassifier classifier, SegmentationOptions options, bool stream, CancellationToken cancellationToken)
    {
        using var buffers = new RentedBuffers();
        var scorer = new WindowScorer(classifier, options, axis, threads, stream ? null : buffers);
        bool keep = !stream || KeepsScores(scorer, options);
        var scores = Score(scorer, options, keep && (!stream || !options.ComparesKeys));
        ITileLabeler tiles = options switch
        {
            { Pamr: { } pamr } => new PamrTiles(photo, scores, scorer, options.Scale, pamr, limits),
            { Propagation.Released: { } input } => new ReleasedTiles(photo, scores, scorer, classifier, options.Scale, input, limits),
            { Propagation: { } propagation } => new PropagatedTiles(photo, scores, scorer, options.Scale, propagation, limits),
            { GuidedFilter: { } filter } => new GuidedTiles(photo, scores, scorer, options.Scale, filter, limits),
            _ => new PlainTiles(new ResultScores(scores, scorer, options.Scale, photo.Width, photo.Height)),
        };
        return new PhotoLabeling(scores, scorer, options, tiles, threads, stream && !keep)
            .Run(classifier.Vocabulary, photo.Width, photo.Height, cancellationToken);
    }

    /// <summary>How often a streamed photo's windows are asked for.</summary>
    public int Rounds(TextClassifier classifier, SegmentationOptions options)
    {
        bool keep = KeepsScores(new WindowScorer(classifier, options, axis, threads), options);
        // Smoothing needs keys, which are larger than scores: they are not kept for it.
        int denoising = options.PromptDenoising is not null && !(keep && !options.ComparesKeys) ? 1 : 0;
        int survey = options.Presence is > 0 || classifier.Exemplars is not null ? 1 : 0;
        return 1 + survey + denoising + (options.AreaThreshold > 0 && !keep ? 1 : 0);
    }

    /// <summary>Probabilities of classes on the grid on which they are shown: <c>[classes, gridHeight, gridWidth]</c>.</summary>
    public float[] Confidences(TextClassifier classifier, SegmentationOptions options)
    {
        using var buffers = new RentedBuffers();
        var scorer = new WindowScorer(classifier, options, axis, threads, buffers);
        var grid = new ConfidenceGrid(
            Score(scorer, options, keep: true), scorer, options.Scale, PhotoLabeling.GridSize(passes[0].Plan), buffers);
        grid.Advance(1, 1);
        return grid.Values;
    }

    /// <summary>Whether a streamed photo's scores are needed twice, and few enough to be kept.</summary>
    private bool KeepsScores(WindowScorer scorer, SegmentationOptions options) =>
        (options.PromptDenoising is not null || options.AreaThreshold > 0)
        && passes.Sum(pass => pass.Plan.Positions) * scorer.Rows * sizeof(float) <= limits.KeptBytes;

    private PassScores[] Score(WindowScorer scorer, SegmentationOptions options, bool keep)
    {
        PassScores[] scores = [.. passes.Select(pass => new PassScores(pass.Plan, pass.Windows, scorer))];
        if (scorer.SurveysFirst)
        {
            foreach (var pass in scores) pass.Survey();
            scorer.Decide();
        }

        if (options.PromptDenoising is { } denoising)
        {
            foreach (var pass in scores) pass.Show(keep);
            scorer.Denoise(denoising);
        }

        return scores;
    }
}
