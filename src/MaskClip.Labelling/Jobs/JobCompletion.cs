using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.Labelling.Shards;
using MaskClip.Storage;

namespace MaskClip.Labelling.Jobs;

/// <summary>
/// Makes annotation files of a job's shards: in the order of the photos' names, in memory that does not grow with their number.
/// </summary>
/// <remarks>Safe to use from several threads and processes: one completes, the others wait for it.</remarks>
public static class JobCompletion
{
    /// <summary>The file that names photos that could not be labeled, and why: a JSON object a line.</summary>
    public const string FailedName = "failed.jsonl";

    private const string DoneName = "complete.json", LockName = "complete.lock";

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Merges the shards, unless that was done already.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Stops the merging; what was there before stays.</param>
    /// <returns>How many photos have labels, and how many have none.</returns>
    /// <exception cref="InvalidOperationException">Shards are missing.</exception>
    /// <exception cref="DamagedShardException">A shard is damaged. It was set aside.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static JobResult Complete(LabelJob job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        using var alone = Wait(job, cancellationToken);
        if (Completed(job) is { } before) return before;
        int[] missing = [.. job.Missing(again: true).Take(2)];
        if (missing.Length > 0)
        {
            throw new InvalidOperationException(
                $"{job.Missing().Count()} of {job.Shards} shards are missing, the first is {job.PathOf(missing[0])}. Run the job " +
                "again: it makes them.");
        }

        JobResult result;
        try
        {
            result = Merge(job, cancellationToken);
        }
        catch (DamagedShardException error)
        {
            job.SetAside(error.Path);
            throw;
        }

        return result;
    }

    /// <summary>What came out of a job that was completed; <see langword="null"/> where there is something to do.</summary>
    /// <param name="job">The job.</param>
    public static JobResult? Completed(LabelJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var path = Path.Combine(job.Folder, DoneName);
        if (!File.Exists(path)) return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            if (json["shards"]!.GetValue<int>() != job.Shards) return null;
            if (json["files"]!.AsArray().Any(name => !File.Exists(Path.Combine(job.Folder, name!.GetValue<string>())))) return null;
            if (!job.Missing(again: true).Any()) return new JobResult(json["photos"]!.GetValue<long>(), json["failed"]!.GetValue<long>());

            // What is made again is merged again.
            File.Delete(path);
            return null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            return null; // merged again
        }
    }

    private static JobResult Merge(LabelJob job, CancellationToken cancellationToken)
    {
        var schema = job.Description.Schema;
        IAnnotationFormat[] formats = [.. job.Description.Formats.Select(AnnotationFormats.Find)];
        string[] shards = [.. Enumerable.Range(0, job.Shards).Select(job.PathOf)];
        var failed = new PendingFile(Path.Combine(job.Folder, FailedName));
        List<IAnnotationWriter> writers = [];
        List<string> files = [];
        long photos = 0, failures = 0;
        try
        {
            foreach (var failure in shards.SelectMany(ShardFormat.Failures)) Fail(failure);
            foreach (var format in formats) writers.Add(format.Create(Path.Combine(job.Folder, format.Name), schema));
            using var reader = shards.Length > 0 ? new ShardFormat().OpenAll(shards) : null;
            foreach (var photo in reader?.Read() ?? [])
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    foreach (var writer in writers) writer.Add(photo);
                    photos++;
                }
                catch (AnnotationException error)
                {
                    Fail(new FailedPhoto(photo.Name, photo.PhotoPath ?? "", error.Message));
                }
            }

            foreach (var writer in writers) files.AddRange(writer.Complete());
            failed.Commit();
        }
        finally
        {
            foreach (var writer in writers) writer.Dispose();
            failed.Dispose();
        }

        AtomicFile.WriteAllText(Path.Combine(job.Folder, DoneName), new JsonObject
        {
            ["shards"] = job.Shards,
            ["photos"] = photos,
            ["failed"] = failures,
            ["files"] = new JsonArray([.. files.Select(file => JsonValue.Create(Path.GetRelativePath(job.Folder, file)))]),
        }.ToJsonString() + "\n");
        return new JobResult(photos, failures);

        void Fail(FailedPhoto photo)
        {
            failures++;
            failed.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(
                new JsonObject { ["photo"] = photo.Name, ["at"] = photo.Location, ["error"] = photo.Error }, OneLine));
            failed.Stream.WriteByte((byte)'\n');
        }
    }

    private static FileStream Wait(LabelJob job, CancellationToken cancellationToken)
    {
        var path = Path.Combine(job.Folder, LockName);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (File.Exists(path) && error is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (cancellationToken.WaitHandle.WaitOne(200)) cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
