using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>Segments many photos, several of them at work at once.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class PhotoBatch
{
    /// <summary>
    /// Photos of many that are labeled at the same time, and as many more that are decoded: 1 to 8, half as many as there are cores.
    /// </summary>
    internal static int Concurrency { get; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    /// <summary>Threads that each photo may take when it is labeled: all that are labeled at the same time share the cores.</summary>
    /// <param name="photos">Photos of the batch, 1 or more; <see cref="int.MaxValue"/> where their number is not known.</param>
    public static Parallelism LabelThreads(int photos) => default(Parallelism).Among(Math.Min(Concurrency, photos));

    /// <summary>
    /// Threads for what is done with each photo of a batch that was labeled, such as writing files: as many as labeling takes.
    /// </summary>
    /// <param name="segmenter">Segments the batch.</param>
    /// <param name="photos">Photos of the batch; 1 or more.</param>
    public static Parallelism LabelThreads(ISegmenter segmenter, int photos) =>
        LabelThreads(photos).AtMost(segmenter is IPhotoSegmenter own ? own.Threads : default);

    /// <summary>
    /// Reads a photo of a batch as <see cref="RgbImage.Load(string, long)"/> does, into memory that serves a later photo afterwards: for
    /// the <c>load</c> of <see cref="RunAsync{TItem, TResult}(IEnumerable{TItem}, Func{TItem, RgbImage}, ISegmenter, Func{TItem, RgbImage,
    /// Segmentation, TResult}, TimeSpan?, IProgress{double}?, CancellationToken)"/>, which gives it back. Nobody may look at the photo
    /// after its <c>keep</c> has returned.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels (width times height) to accept; checked before anything is decoded.</param>
    /// <inheritdoc cref="RgbImage.Load(string, long)" path="/exception"/>
    public static RgbImage Load(string path, long maxPixels = RgbImage.DefaultMaxPixels) => RgbImage.Rent(path, maxPixels);

    /// <summary>Loads, segments and keeps photos; outcomes come in the photos' order.</summary>
    /// <remarks>
    /// Only a few photos are in memory at a time, however many there are; a caller that takes its time holds the rest up. Of what fails
    /// with one photo its outcome tells; what goes wrong with all (<see cref="PhotoErrors.IsPhotos"/>) ends the enumeration.
    /// </remarks>
    /// <param name="items">What names the photos.</param>
    /// <param name="load">Loads one, by <see cref="Load"/> where <paramref name="keep"/> does not keep it; several threads call it.</param>
    /// <param name="segmenter">Segments them; <see cref="ISegmenter.MaxConcurrency"/> at once.</param>
    /// <param name="keep">
    /// Makes of a photo and its labels what is kept of them, and writes files; called by several threads.
    /// </param>
    /// <param name="maxTime">How long a photo may take; <see langword="null"/> takes the segmenter's own limit.</param>
    /// <param name="progress">Told the share of each photo that is embedded, 0..1.</param>
    /// <param name="cancellationToken">Stops all; photos that are being kept are kept whole.</param>
    public static IAsyncEnumerable<PhotoOutcome<TItem, TResult>> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, RgbImage> load,
        ISegmenter segmenter,
        Func<TItem, RgbImage, Segmentation, TResult> keep,
        TimeSpan? maxTime,
        IProgress<double>? progress,
        CancellationToken cancellationToken) => RunAsync(
            items,
            load,
            photo => WholePhotoWork.Prepare(segmenter, photo, maxTime),
            segmenter.MaxConcurrency,
            keep,
            progress,
            cancellationToken);

    /// <summary>The same with work that the caller prepares.</summary>
    /// <param name="items">What names the photos.</param>
    /// <param name="load">Loads one, into rented memory where it is not kept.</param>
    /// <param name="prepare">Makes one ready for the engine.</param>
    /// <param name="maxConcurrency">Photos that the engine embeds at once.</param>
    /// <param name="keep">Makes of a photo and its labels what is kept of them; writes files.</param>
    /// <param name="progress">Told the share of each photo that is embedded, 0..1.</param>
    /// <param name="cancellationToken">Stops all; photos that are being kept are kept whole.</param>
    internal static IAsyncEnumerable<PhotoOutcome<TItem, TResult>> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, RgbImage> load,
        Func<RgbImage, IPhotoWork> prepare,
        int maxConcurrency,
        Func<TItem, RgbImage, Segmentation, TResult> keep,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var threads = LabelThreads(items.TryGetNonEnumeratedCount(out int photos) ? photos : int.MaxValue);
        return new Pipeline<TItem, LoadedPhoto, LoadedPhoto, TResult>
        {
            Read = item =>
            {
                var photo = load(item);
                return new(photo, prepare(photo));
            },
            Embed = (one, token) =>
            {
                one.Work.Embed(progress, token);
                return one;
            },
            Score = (item, one, token) =>
            {
                try
                {
                    Segmentation result;
                    using (one.Work) result = one.Work.Label(threads, token);
                    return keep(item, one.Photo, result);
                }
                finally
                {
                    one.Photo.Return();
                }
            },
            IsPhotosError = PhotoErrors.IsPhotos,
            InOrder = true,
            Embedders = maxConcurrency,
            // Each place can hold a photo of a hundred megapixels.
            Places = 1,
        }.RunAsync(items, cancellationToken);
    }

    private sealed record LoadedPhoto(RgbImage Photo, IPhotoWork Work);
}
