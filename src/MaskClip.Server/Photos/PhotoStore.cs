using System.Diagnostics;
using System.Diagnostics.Metrics;
using MaskClip.Extensions;
using MaskClip.Server.Limits;
using MaskClip.Server.Problems;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.Photos;

/// <summary>Photos and their features, kept as long as they fit; what is asked for twice is computed once.</summary>
internal sealed class PhotoStore : IDisposable
{
    private readonly SegmenterSources sources;
    private readonly MaskClipServerOptions options;
    private readonly ByteBoundedCache<object> cache;
    private readonly SharedWork<EmbeddedPhoto> embedding = new();
    private readonly TimeProvider time;
    private readonly Counter<long> lookups;

    /// <summary>Creates an empty store.</summary>
    public PhotoStore(
        SegmenterSources sources, IOptions<MaskClipServerOptions> options, TimeProvider time, IMeterFactory meters)
    {
        var meter = meters.Create(MaskClipTelemetry.Name);
        lookups = meter.CreateCounter<long>("maskclip.cache.lookups", "{lookup}", "Features asked for, with the tag 'hit'.");
        meter.CreateObservableGauge("maskclip.cache.bytes", () => Bytes, "By", "Photos and features that are kept.");
        meter.CreateObservableGauge("maskclip.queue.length", () => Queue!.Waiting, "{photo}", "Photos that wait for their turn.");
        this.sources = sources;
        this.options = options.Value;
        this.time = time;
        cache = new ByteBoundedCache<object>(this.options.CacheBytes, this.options.PhotoLifetime, time);
        Queue = new WorkQueue("photos", this.options.MaxConcurrency, this.options.MaxQueue);
    }

    /// <summary>Where photos wait for their turn.</summary>
    public WorkQueue Queue { get; }

    /// <summary>When what is used now is let go of.</summary>
    public DateTimeOffset Expiry => time.GetUtcNow() + options.PhotoLifetime;

    /// <summary>The bytes that are kept.</summary>
    public long Bytes => cache.Bytes;

    /// <summary>Takes a photo in, unless it is not a photo or too large, which its header says.</summary>
    /// <exception cref="RequestProblem">It has too many pixels.</exception>
    /// <exception cref="ImageFormatException">It is not a photo.</exception>
    public StoredPhoto Add(byte[] bytes)
    {
        if (bytes.Length == 0)
            throw RequestProblem.Invalid("The body is empty. Send the bytes of a JPEG, PNG, WebP, BMP, GIF or TIFF.");
        var id = StoredPhoto.IdOf(bytes);
        if (cache.Find(id) is StoredPhoto known) return known;
        var (width, height) = RgbImage.ReadSize(bytes, StoredPhoto.Name);
        if ((long)width * height > options.MaxPixels)
        {
            throw RequestProblem.TooLarge(
                $"The photo is {width}x{height}; its number of pixels", (long)width * height, options.MaxPixels, "Send a smaller one.");
        }

        var photo = new StoredPhoto(id, bytes, width, height);
        cache.Add(id, photo, bytes.Length);
        return photo;
    }

    /// <summary>Finds a photo that was taken in.</summary>
    /// <exception cref="RequestProblem">It is not, or no longer, here.</exception>
    public StoredPhoto Find(string? id) =>
        StoredPhoto.IsId(id) && cache.Find(id!) is StoredPhoto known ? known : throw RequestProblem.UnknownPhoto();

    /// <summary>Lets a photo and its features go.</summary>
    /// <returns>Whether it was here.</returns>
    public bool Remove(string id) => StoredPhoto.IsId(id) && cache.RemoveAll(id);

    /// <summary>Loads the model that is asked for, and completes what is left to it.</summary>
    /// <exception cref="OptionsException">There is no such model, or the method or size is not allowed.</exception>
    public async Task<(Segmenter Segmenter, EmbeddingChoice Choice)> ChooseAsync(
        string? model, string? method, int? size, CancellationToken cancellationToken)
    {
        var source = sources.Find(model);
        var segmenter = await source.GetAsync(cancellationToken);
        var own = segmenter.Options.Photos;
        if (size > options.MaxSize)
            throw new OptionsException($"The size is {size}; at most {options.MaxSize} pixels are allowed.");
        var choice = new EmbeddingChoice(
            source.Name, string.IsNullOrWhiteSpace(method) ? own.Method! : method, size ?? Math.Min(segmenter.Size, options.MaxSize));
        new PhotoOptions { Method = choice.Method, Size = choice.Size }.Validate();
        return (segmenter, choice);
    }

    /// <summary>A photo's features, from the cache or from the engine.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="segmenter">The model.</param>
    /// <param name="choice">How it is embedded.</param>
    /// <param name="cancellationToken">Stops the waiting, and the work where nobody else waits for it.</param>
    /// <param name="accepted">See <see cref="WorkQueue.RunAsync"/>.</param>
    /// <returns>The features, and whether they were kept already.</returns>
    public async Task<(EmbeddedPhoto Embedded, bool Cached)> EmbedAsync(
        StoredPhoto photo,
        Segmenter segmenter,
        EmbeddingChoice choice,
        CancellationToken cancellationToken,
        bool accepted = false)
    {
        var key = choice.Key(photo.Id);
        var known = cache.Find(key) as EmbeddedPhoto;
        lookups.Add(1, new KeyValuePair<string, object?>("hit", known is not null));
        if (known is not null) return (known, true);
        var embedded = await embedding.RunAsync(
            key,
            async stop =>
            {
                // Somebody may have finished it just before.
                if (cache.Find(key) is EmbeddedPhoto finished) return finished;
                var made = await Queue.RunAsync(() => Embed(photo, segmenter, choice, stop), stop, accepted);
                cache.Add(key, made, made.Bytes);
                return made;
            },
            cancellationToken);
        return (embedded, false);
    }

    /// <inheritdoc/>
    public void Dispose() => Queue.Dispose();

    private EmbeddedPhoto Embed(StoredPhoto photo, Segmenter segmenter, EmbeddingChoice choice, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        var pixels = Decode(photo);
        var decoded = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var way = segmenter.Options.Photos with { Method = choice.Method, Size = choice.Size, Keys = true };
        var features = segmenter.Embed(pixels, way, stop);
        return new EmbeddedPhoto(pixels, features, segmenter, choice, decoded, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Decodes a photo in the time that is allowed.</summary>
    private RgbImage Decode(StoredPhoto photo)
    {
        var decoding = Task.Factory.StartNew(
            () => RgbImage.Load(photo.Bytes, StoredPhoto.Name, options.MaxPixels),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (((IAsyncResult)decoding).AsyncWaitHandle.WaitOne(options.MaxDecodeTime)) return decoding.GetAwaiter().GetResult();

        // Decoders cannot be stopped: the place in the queue is kept until this one ends, so that no more than are allowed run at once.
        ((IAsyncResult)decoding).AsyncWaitHandle.WaitOne();
        throw new RequestProblem(
            StatusCodes.Status422UnprocessableEntity,
            "Too slow to decode",
            $"Decoding the photo took longer than {options.MaxDecodeTime.TotalSeconds:0.###} s. Send it smaller, or in another format.");
    }
}
