using MaskClip.Labelling.Jobs;

namespace MaskClip.Labelling.Leases;

/// <summary>
/// Leases by locked files in the job's folder: no service is needed, and the system takes back what a dead worker held, on this machine at
/// once.
/// </summary>
/// <remarks>For one worker.</remarks>
/// <param name="job">The job.</param>
public sealed class FolderLeases(LabelJob job) : ILeases
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private int next;

    /// <inheritdoc/>
    public async Task<IShardLease?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            job.Refresh();
            bool others = false;
            if (!job.IsPaused)
            {
                int shards = job.Shards;
                for (int i = 0; i < shards; i++)
                {
                    // Shards before the last one are done or held, so the search goes on behind it.
                    int shard = (next + i) % shards;
                    if (job.IsDone(shard)) continue;
                    if (Take(shard) is not { } held)
                    {
                        others = true;
                        continue;
                    }

                    next = shard + 1;
                    if (!job.IsDone(shard, again: true)) return held;
                    await held.DisposeAsync();
                }

                if (!others) return null;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Held? Take(int shard)
    {
        var path = job.Place("leases", shard, "lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new Held(shard, path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null; // another worker holds it
        }
    }

    private sealed class Held(int shard, string path, FileStream file) : IShardLease
    {
        public int Shard => shard;

        public long Failed { get; set; }

        public ValueTask DisposeAsync()
        {
            // While it is held. Whoever opened it before finds the shard done, or labels it too, which harms nothing.
            try
            {
                File.Delete(path);
            }
            catch (IOException)
            {
                // A lock without a holder is in nobody's way.
            }

            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
