using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>Segments many photos, several of them at work at once.</summary>
internal static class PhotoBatch
{
    /// <summary>
    /// Photos of many that are labeled at the same time, and as many more that are decoded: 1 to 8, half as many as there are cores.
    /// </summary>
    public static int Concurrency { get; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    /// <summary>Threads that each photo may take when it is labeled: all that are labeled at the same time share the cores.</summary>
    /// <param name="photos">Photos of the batch, where their number is known.</param>
    public static Parallelism LabelThreads(int photos = int.MaxValue) => default(Parallelism).Among(Math.Min(Concurrency, photos));

    /// <summary>Loads, segments and keeps photos; outcomes come in the photos' order.</summary>
    /// <param name="items">What names the photos.</param>
    /// <param name="load">Loads one; lent, where it is not kept.</param>
    /// <param name="prepare">Makes one ready for the engine.</param>
    /// <param name="maxConcurrency">Photos that the engine embeds at once.</param>
    /// <param name="keep">Makes of a photo and its labels what is kept of them; writes files.</param>
    /// <param name="progress">Told the share of each photo that is embedded, 0..1.</param>
    /// <param name="cancellationToken">Stops all; photos that are being kept are kept whole.</param>
    public static IAsyncEnumerable<PhotoOutcome<TItem, TResult>> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, RgbImage> load,
        Func<RgbImage, IPhotoWork> prepare,
        int maxConcurrency,
        Func<TItem, RgbImage, Segmentation, TResult> keep,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var threads = LabelThreads(items.TryGetNonEnumeratedCount(out int photos) ? photos : int.MaxValue);
        return new Pipeline<TItem, (RgbImage Photo, IPhotoWork Work), (RgbImage Photo, IPhotoWork Work), TResult>
        {
            Read = item =>
            {
                var photo = load(item);
                return (photo, prepare(photo));
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
}
