using System.Diagnostics;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Leases;
using Microsoft.Extensions.Logging;

namespace MaskClip.Labelling.Cluster;

/// <summary>
/// Hands out a job's shards. It may be lost at any moment: what is done stands in the folder, who holds what in the store.
/// </summary>
/// <param name="kept">The store's copy of who holds what.</param>
/// <param name="options">How long leases last.</param>
/// <param name="logger">Is told that the store does not answer.</param>
internal sealed partial class LabelJobGrain(
    [PersistentState("leases", ClusterNames.Storage)] IPersistentState<KeptLeases> kept,
    LeaseOptions options,
    ILogger<LabelJobGrain> logger)
    : Grain, ILabelJobGrain
{
    private readonly Dictionary<string, Worker> workers = new(StringComparer.Ordinal);
    private LabelJob job = null!;
    private LeaseTable table = null!;
    private int known;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        job = LabelJob.Open(this.GetPrimaryKeyString());
        table = new LeaseTable(job.Missing(again: true), options.LeaseTime);
        known = job.Shards;
        foreach (var (shard, worker) in kept.State.Workers) table.Restore(worker, shard);
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task<LeaseAnswer> LeaseAsync(string worker)
    {
        job.Refresh();
        if (job.Shards > known)
        {
            table.Add(Enumerable.Range(known, job.Shards - known).Where(shard => !job.IsDone(shard)));
            known = job.Shards;
        }

        Hear(worker);
        while (table.Lease(worker) is { } shard)
        {
            if (job.IsDone(shard, again: true))
            {
                table.Return(worker, shard, isDone: true);
                continue;
            }

            workers[worker].Shard = shard;
            await KeepAsync();
            return new LeaseAnswer(shard, table.Left);
        }

        return new LeaseAnswer(-1, table.Left);
    }

    public Task<bool> RenewAsync(string worker, int shard)
    {
        Hear(worker);
        return Task.FromResult(table.Renew(worker, shard));
    }

    public async Task ReturnAsync(string worker, int shard, long failed)
    {
        Hear(worker);
        bool isDone = job.IsDone(shard, again: true);
        table.Return(worker, shard, isDone);
        var one = workers[worker];
        one.Shard = -1;
        if (isDone)
        {
            one.Done++;
            one.Photos += job.CountOf(shard);
            one.Failed += failed;
        }

        await KeepAsync();
    }

    public Task LookAgainAsync()
    {
        table.Add(job.Missing(again: true));
        return Task.CompletedTask;
    }

    public Task<ClusterStatus> StatusAsync() => Task.FromResult(new ClusterStatus(
        job.Shards,
        table.Left,
        table.TakenBack,
        [.. workers.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value.Status(one.Key))]));

    private void Hear(string worker)
    {
        if (!workers.TryGetValue(worker, out var one)) workers[worker] = one = new Worker();
        one.Heard = Stopwatch.GetTimestamp();
    }

    // A store that does not answer costs nothing but that a new place gives out again what is held.
    private async Task KeepAsync()
    {
        kept.State.Workers.Clear();
        foreach (var (shard, worker) in table.Held) kept.State.Workers[shard] = worker;
        try
        {
            await kept.WriteStateAsync();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogStore(error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store does not keep who holds which shard: {Error}")]
    private partial void LogStore(string error);

    private sealed class Worker
    {
        private readonly long first = Stopwatch.GetTimestamp();

        public long Heard { get; set; }

        public int Shard { get; set; } = -1;

        public int Done { get; set; }

        public long Photos { get; set; }

        public long Failed { get; set; }

        public WorkerStatus Status(string name) => new(
            name,
            Shard,
            Done,
            Photos,
            Failed,
            Math.Round(Photos / Math.Max(Stopwatch.GetElapsedTime(first).TotalSeconds, 1e-3), 2),
            Math.Round(Stopwatch.GetElapsedTime(Heard).TotalSeconds, 1));
    }
}
