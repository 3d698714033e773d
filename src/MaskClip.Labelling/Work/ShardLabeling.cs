using MaskClip.Annotations;
using MaskClip.Batches;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Photos;
using MaskClip.Labelling.Shards;

namespace MaskClip.Labelling.Work;

/// <summary>Labels the photos of a job's shards with a model, several photos at once.</summary>
/// <remarks>For one thread at a time; <see cref="Started"/> and <see cref="Ended"/> are called by several.</remarks>
/// <param name="job">The job.</param>
/// <param name="way">How photos become labels.</param>
public sealed class ShardLabeling(LabelJob job, IPhotoLabeling way)
{
    /// <summary>Is told the number, in its shard, of a photo that is begun.</summary>
    public Action<int> Started { get; init; } = _ => { };

    /// <summary>Is told the number, in its shard, of a photo that is done, and whether it has labels.</summary>
    public Action<int, bool> Ended { get; init; } = (_, _) => { };

    /// <summary>Labels a shard and writes it.</summary>
    /// <param name="shard">Its number.</param>
    /// <param name="excluded">Photos that are not to be touched, by their numbers in the shard, and why.</param>
    /// <param name="cancellationToken">Stops the work; nothing is written then.</param>
    /// <returns>How many photos have labels, and how many have none.</returns>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public async Task<JobResult> LabelAsync(int shard, IReadOnlyDictionary<int, string> excluded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        var photos = job.PhotosOf(shard);
        using var writer = new ShardWriter(
            job.PathOf(shard), new ShardHeader(job.Description.Hash, shard, job.Description.Schema));
        long failed = 0;
        int next = 0;
        await using var output = way.Begin(job, shard);
        await foreach (var (number, record, error) in RunAsync(
            photos, Enumerable.Range(0, photos.Count).Where(i => !excluded.ContainsKey(i)), output, cancellationToken))
        {
            for (; next < number; next++) Fail(next, excluded[next]);
            next = number + 1;
            if (error is null) writer.Add(record!);
            else Fail(number, error.Message);
            Ended(number, error is null);
        }

        for (; next < photos.Count; next++) Fail(next, excluded[next]);
        output.Commit();
        writer.Commit();
        return new JobResult(photos.Count - failed, failed);

        void Fail(int number, string why)
        {
            failed++;
            writer.Add(new FailedPhoto(photos[number].Name, photos[number].Location, why));
        }
    }

    /// <summary>Labels photos of a shard and keeps nothing: whether the process survives them is what is asked.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <param name="numbers">The photos' numbers in the shard.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task TryAsync(int shard, IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        await using var output = way.Begin(job, shard);
        await foreach (var (number, _, error) in RunAsync(job.PhotosOf(shard), numbers, output, cancellationToken))
            Ended(number, error is null);
    }

    private IAsyncEnumerable<PhotoOutcome<int, byte[]>> RunAsync(
        IReadOnlyList<ListedPhoto> photos,
        IEnumerable<int> numbers,
        IPhotoLabelingOutput output,
        CancellationToken cancellationToken) => way.RunAsync(
            [.. numbers],
            number =>
            {
                Started(number);
                return photos[number].Load(job.Description.MaxPixels);
            },
            (number, result) => ShardWriter.Record(
                photos[number],
                AnnotatedPhoto.From(photos[number].Name, result, tolerance: job.Description.Tolerance)),
            output,
            cancellationToken);
}
