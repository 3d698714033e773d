using MaskClip.Batches;

namespace MaskClip;

/// <summary>What every segmenter can do.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class SegmenterExtensions
{
    /// <summary>Segments photos of files, several at work at once: while one is segmented, the next are decoded.</summary>
    /// <remarks>
    /// Results come in the order of the files. Only a few photos are in memory; a caller that takes its time holds the rest up.
    /// </remarks>
    /// <param name="segmenter">Segments them.</param>
    /// <param name="paths">The files, as <see cref="RgbImage.Load(string, long)"/> reads them.</param>
    /// <param name="cancellationToken">Stops the work; what came out before stands.</param>
    /// <returns>Each file's photo and result, or what is wrong with it, which stops none of the others.</returns>
    /// <exception cref="ObjectDisposedException">The segmenter was disposed, before or while photos are segmented.</exception>
    public static IAsyncEnumerable<SegmentedPhoto> SegmentFilesAsync(
        this ISegmenter segmenter, IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(segmenter);
        ArgumentNullException.ThrowIfNull(paths);
        return SegmentedPhoto.FromFiles(
            paths, photo => WholePhotoWork.Prepare(segmenter, photo), segmenter.MaxConcurrency, cancellationToken);
    }
}
