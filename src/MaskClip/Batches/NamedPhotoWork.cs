using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Telemetry;
using MaskClip.Windows;

namespace MaskClip.Batches;

/// <summary>A photo on its way to the classes of a vocabulary.</summary>
/// <param name="segmenter">The model.</param>
/// <param name="way">How the photo is embedded.</param>
/// <param name="photo">The photo, made ready.</param>
/// <param name="classifier">Text embeddings that fit the model.</param>
/// <param name="options">Refinement and thresholds, the model's own filled in.</param>
internal sealed class NamedPhotoWork(
    Segmenter segmenter, PhotoEmbedder way, PreparedPhoto photo, TextClassifier classifier, SegmentationOptions options)
    : IPhotoWork
{
    private readonly RentedBuffers buffers = new();
    private DenseFeatures? features;
    private Segmentation? result;

    /// <inheritdoc/>
    public void Embed(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (ScoreMemory.MustStream(classifier, photo.Plans) || way.MustStream(photo.Plans)) result = Stream(progress, cancellationToken);
        else features = segmenter.Embed(way, photo, buffers, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Segmentation Label(Parallelism threads, CancellationToken cancellationToken) => result
        ?? features?.Segment(classifier, options, threads, cancellationToken)
        ?? throw new InvalidOperationException("A photo is labeled after it was embedded.");

    /// <inheritdoc/>
    public void Dispose()
    {
        features?.Dispose();
        buffers.Dispose();
        photo.Dispose();
    }

    private static GridFeatures[] Embed(WindowFeed feed, PassPlan pass, int row)
    {
        using var stage = Stage.Begin(Stage.Embed);
        return feed.Next(pass, row);
    }

    /// <summary>Embeds, scores and labels row of windows by row of windows.</summary>
    private Segmentation Stream(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var names = classifier;
        if (options.VocabularyReduction is { } share)
        {
            names = VocabularyReduction.Apply(
                names, segmenter.EmbedImage(photo.Photo, cancellationToken), share, segmenter.Model.LogitScale);
        }

        if (options.KeepFeatures)
        {
            throw new InvalidOperationException(
                "This photo is too large, or its names are too many, for its features to be kept: they are let go of window by window.");
        }

        Stage.CountPhoto();
        using var feed = way.Feed(photo, progress, cancellationToken);
        var segmentation = new PhotoSegmentation(
            photo.Photo, [.. photo.Plans.Select(pass => (pass, (Func<int, GridFeatures[]>)(row => Embed(feed, pass, row))))], KeyAxes.Of(
                segmenter.Options.Compatibility), segmenter.Threads);
        feed.Rounds = segmentation.Rounds(names, options);
        return segmenter.Sign(segmentation.Run(names, options, stream: true, cancellationToken), way.Options.Method);
    }
}
