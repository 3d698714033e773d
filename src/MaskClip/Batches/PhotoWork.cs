namespace MaskClip.Batches;

/// <summary>Photos on their way to labels, in steps that different threads can do: for pipelines of one's own.</summary>
/// <remarks>Safe to use from several threads; each work is one thread's at a time.</remarks>
public static class PhotoWork
{
    /// <summary>Makes a photo ready for a segmenter: the first of its steps, which needs no engine.</summary>
    /// <param name="segmenter">
    /// The segmenter. One of this library's own works in steps; any other does all in <see cref="IPhotoWork.Embed"/>.
    /// </param>
    /// <param name="photo">The photo; it must stay as it is until the work is disposed.</param>
    /// <param name="maxTime">
    /// How long the photo's steps may take together, over which they throw a <see cref="TimeoutException"/>; <see langword="null"/> takes
    /// the segmenter's own limit.
    /// </param>
    public static IPhotoWork Prepare(ISegmenter segmenter, RgbImage photo, TimeSpan? maxTime = null)
    {
        ArgumentNullException.ThrowIfNull(segmenter);
        ArgumentNullException.ThrowIfNull(photo);
        return WholePhotoWork.Prepare(segmenter, photo, maxTime);
    }
}
