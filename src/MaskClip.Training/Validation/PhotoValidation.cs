using MaskClip.Evaluation;
using MaskClip.Training.Photos;

namespace MaskClip.Training.Validation;

/// <summary>Segments the evaluation photos and counts, photo by photo, what is right.</summary>
internal sealed class PhotoValidation(IReadOnlyList<TrainingPhoto> photos, int classes)
{
    /// <summary>Evaluates a way of segmenting.</summary>
    /// <param name="segment">Gives a class, or <see cref="Segmentation.Ignore"/>, for every pixel.</param>
    /// <param name="keep">Gets each photo's index and the labels it was given; for sheets.</param>
    /// <param name="cancellationToken">Stops between photos.</param>
    public IReadOnlyList<PhotoPixels> Evaluate(
        Func<RgbImage, ushort[]> segment, Action<int, ushort[]>? keep, CancellationToken cancellationToken)
    {
        var result = new List<PhotoPixels>();
        for (int i = 0; i < photos.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var image = photos[i].Load();
            var truth = Truth(photos[i], image);
            var labels = segment(image);
            var matrix = new ConfusionMatrix(classes);
            matrix.Add(labels, truth);
            result.Add(new PhotoPixels(photos[i].Name, matrix.ToClassPixels()));
            keep?.Invoke(i, labels);
        }

        return result;
    }

    /// <summary>The metrics of all photos together.</summary>
    public SegmentationMetrics Metrics(IReadOnlyList<PhotoPixels> evaluated) =>
        SegmentationMetrics.From(evaluated.SelectMany(photo => photo.Classes), classes);

    private static ushort[] Truth(TrainingPhoto photo, RgbImage image)
    {
        var truth = photo.LoadTruth!();
        GuardedPhotos.ThrowIfOtherSize(photo, image, truth);
        return truth.Labels;
    }
}
