using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.Label.Inputs;
using MaskClip.Label.Terminal;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Leases;
using MaskClip.Labelling.Shards;

namespace MaskClip.Label.Workers;

/// <summary>This process's part of a job: takes shard after shard, has them labeled, and merges them when all are there.</summary>
internal sealed class JobRun : IAsyncDisposable
{
    private const int MaxRounds = 3;

    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);

    private readonly CliHost host;
    private readonly LabelJob job;
    private readonly ILeases leases;
    private readonly bool quiet;
    private readonly ShardWork work;
    private readonly LabelProgress progress;
    private WorkerProcess? waiting;
    private bool isStarted;

    /// <summary>Creates the run.</summary>
    /// <param name="host">The world around.</param>
    /// <param name="job">The job.</param>
    /// <param name="start">How workers are started; one that runs is taken over.</param>
    /// <param name="leases">Who hands out shards; taken over.</param>
    /// <param name="quiet">Says nothing but warnings and errors.</param>
    public JobRun(CliHost host, LabelJob job, WorkerStart start, ILeases leases, bool quiet)
    {
        (this.host, this.job, this.leases, this.quiet) = (host, job, leases, quiet);
        progress = new LabelProgress(host, quiet);
        waiting = start.Running;
        work = new ShardWork(async cancellationToken =>
        {
            var worker = waiting ?? await WorkerProcess.StartAsync(
                isStarted || quiet ? ["--quiet", .. start.Arguments] : start.Arguments, start.Folder, cancellationToken);
            (waiting, isStarted) = (null, true);
            return await KnowAsync(worker, cancellationToken);
        })
        {
            Ended = progress.Add,
            BegunAnew = progress.Remove,
            SetAside = (shard, number) =>
                ErrorReport.Warn(host, $"{job.PhotosOf(shard)[number].Title} kills the process that labels it, and was set aside."),
        };
    }

    /// <summary>Works until the job is complete.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (JobCompletion.Completed(job) is { } before)
        {
            if (!quiet) host.Error.WriteLine($"All {job.Photos} photos are done already.");
            return End(before);
        }

        try
        {
            for (int round = 1; ; round++)
            {
                await LabelAsync(cancellationToken);
                try
                {
                    return End(JobCompletion.Complete(job, cancellationToken));
                }
                catch (Exception error) when (round < MaxRounds && (error is DamagedShardException || job.Missing(again: true).Any()))
                {
                    ErrorReport.Warn(host, error.Message);
                }
            }
        }
        finally
        {
            progress.End();
            if (cancellationToken.IsCancellationRequested && !quiet)
            {
                host.Error.WriteLine(
                    $"{job.PhotosDone} of {job.Photos} photos are done. The same command, or 'maskclip label --join {job.Folder}', goes " +
                    "on.");
            }
        }
    }

    /// <summary>Works on what arrives in a folder, until it is stopped, and merges what is there whenever nothing more is.</summary>
    public async Task<int> WatchAsync(WatchedFolder folder, CancellationToken cancellationToken)
    {
        using var alone = Alone();
        JobResult? result = null;
        try
        {
            while (true)
            {
                long arrived = folder.Look();
                if (arrived > 0 || result is null)
                {
                    await LabelAsync(cancellationToken);
                    result = JobCompletion.Complete(job, cancellationToken);
                    var said = new JsonObject { ["photos"] = result.Photos, ["failed"] = result.Failed };
                    if (!quiet) host.Error.WriteLine(said.ToJsonString());
                }

                await Task.Delay(LookPause, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && result is not null)
        {
            progress.End();
            return End(result);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await work.DisposeAsync();
        if (waiting is { } unused) await unused.DisposeAsync();
        await leases.DisposeAsync();
    }

    private async Task LabelAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _ = job.Missing().Count(); // what others did meanwhile
            progress.Update(job.Photos, job.PhotosDone);
            await using var lease = await leases.NextAsync(cancellationToken);
            if (lease is null) return;
            lease.Failed = await work.LabelAsync(lease.Shard, cancellationToken);
        }
    }

    private async Task<WorkerProcess> KnowAsync(WorkerProcess worker, CancellationToken cancellationToken)
    {
        try
        {
            var settings = worker.Ready["settings"]!.AsObject()
                .ToDictionary(one => one.Key, one => one.Value!.GetValue<string>(), StringComparer.Ordinal);
            // What is of the job as a whole and not of a worker.
            foreach (var name in new[] { "formats", "photos" })
            {
                if (job.Description.Settings.TryGetValue(name, out var value)) settings[name] = value;
            }

            job.Check(settings);
            await worker.AskAsync(new JsonObject { ["job"] = job.Folder }, _ => { }, cancellationToken);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    private int End(JobResult result)
    {
        if (!quiet)
        {
            host.Error.WriteLine(
                $"{result.Photos} photos labeled{(result.Failed > 0 ? $", {result.Failed} failed" : "")} ({progress.Summary}).");
            host.Error.WriteLine($"Results are in {job.Folder}");
        }

        if (result.Failed == 0) return ExitCode.Done;
        ErrorReport.Print(host, $"{result.Failed} photos have no labels: {Path.Combine(job.Folder, JobCompletion.FailedName)} says why.");
        return result.Photos > 0 ? ExitCode.SomeFailed : ExitCode.Failed;
    }

    private FileStream Alone()
    {
        var path = Path.Combine(job.Folder, "watch.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new IOException("Another process watches the folder for this job. Stop it, or join the job without watching.", error);
        }
    }
}
