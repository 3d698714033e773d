using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Leases;

namespace MaskClip.Labelling.Cluster;

/// <summary>
/// Leases by a job's one place in the cluster. While nobody answers, it asks again: the folder says what is left, whatever comes back.
/// </summary>
/// <remarks>For one worker.</remarks>
/// <param name="job">The job.</param>
/// <param name="worker">This worker's name, which no other one has.</param>
/// <param name="options">How long leases last.</param>
/// <param name="grains">How the place is found; called again after a failure, since this process may have had to join the cluster
/// anew.</param>
/// <param name="warn">Is told what does not answer, at most every ten seconds.</param>
public sealed class ClusterLeases(
    LabelJob job, string worker, LeaseOptions options, Func<CancellationToken, Task<IGrainFactory>> grains, Action<string> warn)
    : ILeases
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300), WarningPause = TimeSpan.FromSeconds(10);

    private long warned;

    private TimeSpan LeaseTime => options.LeaseTime;

    private string Worker => worker;

    /// <inheritdoc/>
    public async Task<IShardLease?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            job.Refresh();
            if (job.IsPaused)
            {
                await Task.Delay(Pause, cancellationToken);
                continue;
            }

            if (await TryAsync(grain => grain.LeaseAsync(worker), cancellationToken) is { } answer)
            {
                if (answer.Shard >= 0)
                {
                    var lease = new Held(this, answer.Shard);
                    if (answer.Shard < job.Shards && !job.IsDone(answer.Shard, again: true)) return lease;
                    await lease.DisposeAsync();
                    continue;
                }

                if (answer.Left == 0)
                {
                    if (!job.Missing(again: true).Any()) return null;
                    await TryAsync(grain => Done(grain.LookAgainAsync()), cancellationToken);
                }
            }
            else if (!job.Missing().Any())
            {
                return null; // the others ended it meanwhile
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<LeaseAnswer> Done(Task task)
    {
        await task;
        return new LeaseAnswer(-1, 0);
    }

    // Machines, processes and stores come and go; what does not come back ends with the caller's patience.
    private async Task<T?> TryAsync<T>(Func<ILabelJobGrain, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var factory = await grains(cancellationToken);
            return await ask(factory.GetGrain<ILabelJobGrain>(job.Folder)).WaitAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            long now = Environment.TickCount64;
            if (warned == 0 || now - warned > WarningPause.TotalMilliseconds)
            {
                warned = now;
                warn($"The cluster does not answer, and is asked again: {error.Message.Split('\n')[0].Trim()}");
            }

            await Task.Delay(Pause, cancellationToken);
            return null;
        }
    }

    private sealed class Held : IShardLease
    {
        private readonly ClusterLeases leases;
        private readonly CancellationTokenSource stop = new();
        private readonly Task renewing;

        public Held(ClusterLeases leases, int shard)
        {
            (this.leases, Shard) = (leases, shard);
            renewing = RenewAsync(stop.Token);
        }

        public int Shard { get; }

        public long Failed { get; set; }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await renewing;
            stop.Dispose();
            using var patience = new CancellationTokenSource(leases.LeaseTime);
            try
            {
                // Where nobody hears it, the lease runs out by itself.
                await leases.TryAsync(grain => Done(grain.ReturnAsync(leases.Worker, Shard, Failed)), patience.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                // As if this worker had died.
            }
        }

        private async Task RenewAsync(CancellationToken cancellationToken)
        {
            try
            {
                while (true)
                {
                    await Task.Delay(leases.LeaseTime / 3, cancellationToken);
                    await leases.TryAsync(grain => Done(grain.RenewAsync(leases.Worker, Shard)), cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The shard is done or given up.
            }
        }
    }
}
