using System.CommandLine;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Inputs;
using MaskClip.CommandLine.Settings;
using MaskClip.Label.Cluster;
using MaskClip.Label.Inputs;
using MaskClip.Label.Workers;
using MaskClip.Labelling.Cluster;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Leases;
using MaskClip.Labelling.Photos;
using MaskClip.Labelling.Shards;

namespace MaskClip.Label.Commands;

/// <summary><c>maskclip label</c>: begins a job, or goes on with it, until all of its photos have labels.</summary>
internal sealed class RunCommand
{
    private const int MaxShardPhotos = 10_000, MeasuredPhotos = 64;
    private const double ShardSeconds = 60;

    private readonly Argument<string[]> inputs = new("inputs")
    {
        Description = "Photos, folders, patterns, WebDataset tars, http(s) addresses, and lists with one of these a line (any other file).",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The job's folder. Where it holds the same job, that goes on.",
        DefaultValueFactory = _ => "job",
        HelpName = "folder",
    };
    private readonly Option<string> format = new("--format")
    {
        Description = $"Annotation files to write, separated by commas, each in a folder of its name: {AnnotatedDataOptions.Names}.",
        DefaultValueFactory = _ => "coco",
        HelpName = "formats",
    };
    private readonly Option<string?> join = new("--join", "-j")
    {
        Description = "Work on the job of this folder too; what its labels depend on is taken from it.",
        HelpName = "folder",
    };
    private readonly Option<int?> shardPhotos = new("--shard-photos")
    {
        Description = $"Photos of a shard, 1 to {MaxShardPhotos}. Default: as many as take a minute here, by a measurement.",
        HelpName = "n",
    };
    private readonly Option<bool> watch = new("--watch")
    {
        Description = "Label what arrives in a folder, until Ctrl-C. A photo is taken when it no longer grows.",
    };
    private readonly Option<string?> cluster = new("--cluster")
    {
        Description = $"Share the job through a cluster: {LabelCluster.Allowed}. Without it, processes share it by locked files in the " +
            "folder.",
        HelpName = "store",
    };
    private readonly Option<double> lease = new("--lease")
    {
        Description = "With --cluster: seconds without a sign of life after which a worker's shard goes to another, 1 to 3600.",
        DefaultValueFactory = _ => 30,
        HelpName = "seconds",
    };
    private readonly Option<int> dashboard = new("--dashboard")
    {
        Description = "With --cluster: port on this machine of a page that shows the cluster, and of /job, which shows workers and their " +
            "rates.",
        HelpName = "port",
    };
    private readonly LabelingOptions labeling = new();
    private readonly CliHost host;

    private RunCommand(CliHost host) => this.host = host;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new RunCommand(host);
        var command = new Verb(
            "run",
            "Label photos; the verb need not be written.",
            "maskclip label photos/ --classes names.txt --format coco --output job/",
            [verb.inputs, .. verb.labeling.All, verb.format, verb.output, verb.join, verb.shardPhotos, verb.watch,
             verb.cluster, verb.lease, verb.dashboard]);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        CheckCluster(result);
        var (job, start) = result.GetValue(join) is { } folder ? Join(result, folder) : await BeginAsync(result, cancellationToken);
        await using var member = Member(result, job);
        await using var run = new JobRun(host, job, start, Leases(result, job, member), result.GetValue(Verb.Quiet));
        return result.GetValue(watch)
            ? await run.WatchAsync(WatchedFolder(result, job), cancellationToken)
            : await run.RunAsync(cancellationToken);
    }

    private void CheckCluster(ParseResult result)
    {
        if (result.GetValue(cluster) is { } address && !LabelCluster.IsStore(address))
            throw new UsageException($"--cluster is '{address}'; {LabelCluster.Allowed} are allowed.");
        if (result.GetValue(lease) is not (>= 1 and <= 3600))
            throw new UsageException($"--lease is {result.GetValue(lease)}; 1 to 3600 seconds are allowed.");
        if (result.GetValue(dashboard) is < 0 or > ushort.MaxValue)
            throw new UsageException($"--dashboard is {result.GetValue(dashboard)}; 1 to {ushort.MaxValue} are allowed.");
        if (result.GetValue(cluster) is null && (result.IsGiven(lease) || result.IsGiven(dashboard)))
            throw new UsageException("--lease and --dashboard are about a cluster; give --cluster too.");
    }

    private JobMember? Member(ParseResult result, LabelJob job) => result.GetValue(cluster) is { } address
        ? new JobMember(address, job, Lease(result), result.GetValue(dashboard), result.GetValue(Verb.Verbose))
        : null;

    private ILeases Leases(ParseResult result, LabelJob job, JobMember? member) => member is null
        ? new FolderLeases(job)
        : new ClusterLeases(
            job,
            FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}"),
            Lease(result),
            member.GrainsAsync,
            message => ErrorReport.Warn(host, message));

    private LeaseOptions Lease(ParseResult result) => new(TimeSpan.FromSeconds(result.GetValue(lease)));

    private (LabelJob Job, WorkerStart Start) Join(ParseResult result, string folder)
    {
        if (labeling.Arguments(result, ofMachine: false).FirstOrDefault() is { } given)
        {
            throw new UsageException(
                $"--join takes what labels depend on from the job, and {given.Split('=')[0]} was given too. Leave it out, or begin a job " +
                "of your own.");
        }

        if (result.GetValue(inputs) is { Length: > 0 } photos)
            throw new UsageException($"--join takes the photos from the job, and '{photos[0]}' was given too. Leave one of them out.");
        var job = LabelJob.Open(Path.Combine(host.Folder, folder));
        var start = new WorkerStart(
            [.. job.Description.Arguments, .. labeling.Arguments(result, ofMachine: true)],
            Directory.Exists(job.Description.Folder) ? job.Description.Folder : host.Folder);
        return (job, start);
    }

    private async Task<(LabelJob Job, WorkerStart Start)> BeginAsync(ParseResult result, CancellationToken cancellationToken)
    {
        string[] given = result.GetValue(inputs) ?? [];
        var kept = labeling.FeaturesFrom(result, host);
        if (kept is not null && (given.Length > 0 || result.GetValue(watch) || result.IsGiven(shardPhotos)))
        {
            throw new UsageException(
                "--from-features takes photos and shards from the job that kept features; give neither photos, nor --watch or " +
                "--shard-photos.");
        }

        if (kept is null && given.Length == 0)
            throw new UsageException("There is nothing to label: give photos, a folder, a pattern, a tar or a list, or --join a job.");
        var folder = Path.GetFullPath(Path.Combine(host.Folder, result.GetValue(output)!));
        var formats = AnnotationSettings.Find(result.GetValue(format)!, format.Name);
        if (result.GetValue(shardPhotos) is < 1 or > MaxShardPhotos)
            throw new UsageException($"--shard-photos is {result.GetValue(shardPhotos)}; 1 to {MaxShardPhotos} are allowed.");
        bool grows = result.GetValue(watch);
        var sources = new PhotoSources(host, folder);
        if (grows && !(given is [var only] && Directory.Exists(Path.Combine(host.Folder, only))))
            throw new UsageException("--watch looks at one folder; give that and nothing else.");
        var first = grows || kept is not null
            ? []
            : new PhotoSources(host, folder).List(given).Take(MeasuredPhotos).Where(photo => photo.Path is not null).ToArray();

        // The inputs tell drawn pictures from photographs, where nobody named a model.
        string[] arguments = [.. labeling.Arguments(result, ofMachine: false)], machine = [.. labeling.Arguments(result, ofMachine: true)];
        var start = new WorkerStart([.. arguments, .. machine, "--", .. given], host.Folder);
        var worker = await WorkerProcess.StartAsync(start.Arguments, start.Folder, cancellationToken);
        try
        {
            bool isNamed = labeling.Model.Any(result.IsGiven);
            if (!isNamed) arguments = [.. arguments, $"--model={worker.Ready["model"]!.GetValue<string>()}"];
            var settings = worker.Ready["settings"]!.AsObject()
                .ToDictionary(one => one.Key, one => one.Value!.GetValue<string>(), StringComparer.Ordinal);
            settings["formats"] = string.Join(',', formats.Select(one => one.Name));
            var description = new JobDescription
            {
                Settings = settings,
                Schema = SchemaJson.Read(worker.Ready["classes"]!.AsArray()),
                Formats = [.. formats.Select(one => one.Name)],
                ShardPhotos = kept?.Description.ShardPhotos ?? await ShardSizeAsync(result, folder, worker, first, cancellationToken),
                MaxPixels = labeling.MaxPixels(result),
                Tolerance = labeling.Tolerance(result),
                Grows = grows,
                Arguments = arguments,
                Folder = host.Folder,
            };
            var job = LabelJob.Create(folder, description, grows ? []
                : kept is not null ? Enumerable.Range(0, kept.Shards).SelectMany(kept.PhotosOf)
                : sources.List(given));
            return (job, start with { Arguments = [.. arguments, .. machine], Running = worker.IsRunning ? worker : null });
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    private async Task<int> ShardSizeAsync(
        ParseResult result, string folder, WorkerProcess worker, ListedPhoto[] first, CancellationToken cancellationToken)
    {
        if (LabelJob.IsIn(folder)) return LabelJob.Open(folder).Description.ShardPhotos;
        if (result.GetValue(shardPhotos) is { } given) return given;
        if (first.Length < 2) return MeasuredPhotos;
        var paths = new JsonArray([.. first.Select(photo => JsonValue.Create(photo.Path!))]);
        JsonObject measured;
        try
        {
            measured = await worker.AskAsync(new JsonObject { ["measure"] = paths }, _ => { }, cancellationToken);
        }
        catch (WorkerDiedException)
        {
            return MeasuredPhotos; // which photo it is, is found when they are labeled
        }

        double rate = measured["photos"]!.GetValue<int>() / Math.Max(measured["seconds"]!.GetValue<double>(), 1e-3);
        return (int)Math.Clamp(rate * ShardSeconds, 1, MaxShardPhotos);
    }

    private WatchedFolder WatchedFolder(ParseResult result, LabelJob job)
    {
        if (!job.Description.Grows)
            throw new UsageException("--watch adds photos to a job, and those of this one are fixed. Begin another job with --watch.");
        var folder = result.GetValue(inputs) is [var given] ? given : throw new UsageException(
            "--watch is given to the process that looks at the folder.");
        return new WatchedFolder(Path.GetFullPath(Path.Combine(host.Folder, folder)), new PhotoSources(host, job.Folder), job);
    }
}
