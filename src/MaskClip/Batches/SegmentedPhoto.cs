using MaskClip.Batches;

namespace MaskClip;

/// <summary>What became of one of many photos: the photo and its labels, or what is wrong with it.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="Path">Its file.</param>
/// <param name="Photo">The photo; <see langword="null"/> if it could not be segmented.</param>
/// <param name="Result">Its labels; <see langword="null"/> if it could not be segmented.</param>
/// <param name="Error">
/// Why it could not be segmented: it is not a picture, its file cannot be read, embedding it would take too much memory, or whatever else
/// went wrong with it.
/// </param>
public sealed record SegmentedPhoto(string Path, RgbImage? Photo, Segmentation? Result, Exception? Error)
{
    /// <summary>Segments photos of files, in their order, several at work at once.</summary>
    internal static async IAsyncEnumerable<SegmentedPhoto> FromFiles(
        IEnumerable<string> paths,
        Func<RgbImage, IPhotoWork> prepare,
        int maxConcurrency,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var outcomes = PhotoBatch.RunAsync(
            paths,
            path => RgbImage.Load(path),
            prepare,
            maxConcurrency,
            (_, photo, result) => (photo, result),
            progress: null,
            cancellationToken);
        await foreach (var (path, kept, error) in outcomes) yield return new SegmentedPhoto(path, kept.photo, kept.result, error);
    }
}
