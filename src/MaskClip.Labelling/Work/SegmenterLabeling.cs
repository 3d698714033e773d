using MaskClip.Batches;
using MaskClip.Labelling.Jobs;

namespace MaskClip.Labelling.Work;

/// <summary>Labels photos with a segmenter, and keeps nothing but labels.</summary>
/// <remarks>Safe to use from several threads.</remarks>
/// <param name="segmenter">The segmenter, which stays the caller's.</param>
/// <param name="maxPhotoTime">How long a photo may take; <see langword="null"/> takes the segmenter's own limit.</param>
public sealed class SegmenterLabeling(ISegmenter segmenter, TimeSpan? maxPhotoTime = null) : IPhotoLabeling
{
    /// <inheritdoc/>
    public IPhotoLabelingOutput Begin(LabelJob job, int shard) => NoOutput.Instance;

    /// <inheritdoc/>
    public IAsyncEnumerable<PhotoOutcome<int, byte[]>> RunAsync(
        IReadOnlyList<int> numbers,
        Func<int, RgbImage> load,
        Func<int, Segmentation, byte[]> keep,
        IPhotoLabelingOutput output,
        CancellationToken cancellationToken) => PhotoBatch.RunAsync(
            numbers, load, segmenter, (number, _, result) => keep(number, result), maxPhotoTime, progress: null, cancellationToken);

    private sealed class NoOutput : IPhotoLabelingOutput
    {
        public static NoOutput Instance { get; } = new();

        public void Commit()
        {
            // There is nothing.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
