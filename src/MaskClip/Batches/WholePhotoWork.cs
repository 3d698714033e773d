using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>A photo on its way through a segmenter that does all in one step.</summary>
internal sealed class WholePhotoWork(ISegmenter segmenter, RgbImage photo) : IPhotoWork
{
    private Segmentation? result;

    /// <summary>Makes a photo of many ready for any segmenter, in steps where it has such, and with a limit of time.</summary>
    /// <param name="segmenter">The segmenter.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="maxTime">How long it may take; <see langword="null"/> takes the segmenter's own limit.</param>
    public static IPhotoWork Prepare(ISegmenter segmenter, RgbImage photo, TimeSpan? maxTime = null)
    {
        var own = segmenter as IPhotoSegmenter;
        return new TimedPhotoWork(
            own?.Prepare(photo) ?? new WholePhotoWork(segmenter, photo),
            maxTime ?? own?.MaxPhotoTime ?? SegmenterOptions.DefaultMaxPhotoTime);
    }

    /// <inheritdoc/>
    public void Embed(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        result = segmenter.Segment(photo, cancellationToken)
            ?? throw new InvalidOperationException(
                $"The segmenter '{segmenter.Name}' returned null; it must return a result for every photo, or throw.");
        if ((result.Width, result.Height) != (photo.Width, photo.Height))
        {
            throw new InvalidOperationException(
                $"The segmenter '{segmenter.Name}' returned a result of {result.Width}x{result.Height} for a photo of " +
                $"{photo.Width}x{photo.Height}; both must have one size.");
        }

        progress?.Report(1);
    }

    /// <inheritdoc/>
    public Segmentation Label(Parallelism threads, CancellationToken cancellationToken) =>
        result ?? throw new InvalidOperationException("A photo is labeled after it was embedded.");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is rented.
    }
}
